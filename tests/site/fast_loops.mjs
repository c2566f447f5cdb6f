// Runs fast_loops_in_pyodide.py in Pyodide under Node: node fast_loops.mjs <folder>
//
// The folder holds numpy.whl, fast_loops.so, the package glasscnn and the folder `models`.

import { readFile } from "node:fs/promises";
import process from "node:process";
import { loadPyodide } from "pyodide";

/** @param {string} folder */
async function compare(folder) {
  const pyodide = await loadPyodide();
  pyodide.mountNodeFS("/given", folder);
  console.log(pyodide.runPython(await readFile(new URL("fast_loops_in_pyodide.py", import.meta.url), "utf8")));
}

await compare(process.argv[2]).catch((error) => {
  console.error(error.message); // and not the line of minified source that Node would quote
  process.exitCode = 1;
});
