// Runs pack.py in Pyodide, which writes the archives: node archives.mjs <folder>
//
// The folder holds the inputs of pack.py; see write_archives there. Byte code must be compiled by the CPython that will
// run it, which is the one inside Pyodide.

import { resolve } from "node:path";
import process from "node:process";
import { loadPyodide } from "pyodide";

/** @param {string} folder */
async function writeArchives(folder) {
  const env = { PYTHONOPTIMIZE: "2", PYTHONHASHSEED: "0", PYTHONNODEBUGRANGES: "1" }; // line numbers suffice
  const pyodide = await loadPyodide({ env });
  pyodide.mountNodeFS("/build", resolve(folder));
  pyodide.runPython(`
import pathlib, shutil, sys
shutil.unpack_archive("/build/numpy.whl", "/lib/python3.13/site-packages", "zip")
sys.path += ["/build/packages", "/build"]
import glasscnn_runtime, pack, warm_up
build = pathlib.Path("/build")
glasscnn_runtime.import_numpy()
warm_up.exercise_page((build / "model.npz").read_bytes())
pack.write_archives(build)
`);
}

await writeArchives(process.argv[2]).catch((error) => {
  console.error(error.message); // without the line of minified source that Node would print
  process.exitCode = 1;
});
