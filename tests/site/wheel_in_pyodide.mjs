// Runs a notebook's cells in Pyodide under Node, with glasscnn installed from its wheel: node wheel_in_pyodide.mjs <folder>
//
// The folder holds numpy.whl, the wheel of glasscnn, and cells.json. What the kernels of JupyterLite and
// marimo do is done here without their interfaces: wheels are unpacked where Python finds them, cells run one after the other in
// one namespace, and the value of a cell's last expression is displayed by its `_repr_mimebundle_`.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { loadPyodide } from "pyodide";

/** @param {string} folder */
async function run(folder) {
  const pyodide = await loadPyodide();
  for (const name of (await readdir(folder)).filter((file) => file.endsWith(".whl"))) {
    pyodide.unpackArchive(new Uint8Array(await readFile(join(folder, name))), "wheel");
  }
  const outputs = [];
  for (const cell of JSON.parse(await readFile(join(folder, "cells.json"), "utf8"))) {
    const value = await pyodide.runPythonAsync(cell);
    outputs.push(value?._repr_mimebundle_ ? value._repr_mimebundle_().toJs({ dict_converter: Object.fromEntries }) : value);
  }
  console.log(JSON.stringify(outputs));
}

await run(process.argv[2]).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
