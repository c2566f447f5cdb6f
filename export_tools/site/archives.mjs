// Starts Pyodide in Node and lets pack.py write the archives: node archives.mjs <folder>
//
// The folder holds what pack.py reads; see write_archives there. Byte code must be made by the very CPython that will
// run it, which is the one inside Pyodide.

import { resolve } from "node:path";
import { argv } from "node:process";
import { loadPyodide } from "pyodide";

const [folder] = argv.slice(2);
const pyodide = await loadPyodide({ env: { PYTHONOPTIMIZE: "2", PYTHONHASHSEED: "0" } });
pyodide.mountNodeFS("/build", resolve(folder));
pyodide.runPython(`
import shutil, sys
shutil.unpack_archive("/build/numpy.whl", "/lib/python3.13/site-packages", "zip")
sys.path += ["/build/packages", "/build"]
import glasscnn_runtime, pack, pathlib
glasscnn_runtime.import_numpy()
pack.write_archives(pathlib.Path("/build"))
`);
