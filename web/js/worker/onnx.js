/** Converts ONNX files with the toolchain's importer (py/glasscnn_import/in_browser.py), which is fetched on the first import. */

/** @import { TaskResult } from "../protocol/messages.js" */

/** @typedef {(done: number, total: number) => void} OnStep */

/**
 * A model file for an ONNX file.
 * @param {any} pyodide
 * @param {any} data the ONNX file, followed by the files that were chosen with it
 * @param {string} args JSON, as described in in_browser.py
 * @param {OnStep} onStep
 * @returns {TaskResult}
 */
export function convertOnnx(pyodide, data, args, onStep) {
  const importer = pyodide.pyimport("glasscnn_import.in_browser");
  try {
    const run = importer.Import(data, args);
    try {
      while (run.step()) {
        onStep(run.done, importer.STEPS);
      }
      return resultOf(run.report, run.file);
    } finally {
      run.destroy();
    }
  } finally {
    importer.destroy();
  }
}

/**
 * The names of the files that an ONNX file needs beside it.
 * @param {any} pyodide
 * @param {any} data
 * @param {string} args JSON: the `name` of the file
 * @returns {TaskResult}
 */
export function filesOfOnnx(pyodide, data, args) {
  const importer = pyodide.pyimport("glasscnn_import.in_browser");
  try {
    return resultOf(importer.external_files(data, args));
  } finally {
    importer.destroy();
  }
}

/**
 * @param {string} report JSON
 * @param {any} [bytes] of the file that was made
 * @returns {TaskResult}
 */
function resultOf(report, bytes) {
  const file = bytes ? bytes.toJs() : new Uint8Array();
  bytes?.destroy();
  return { result: JSON.parse(report), numbers: new Float32Array(), pictures: new Uint8ClampedArray(), file };
}
