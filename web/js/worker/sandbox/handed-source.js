/**
 * Replaces web/js/worker/boot/source.js in the sandbox, where nothing is fetched (handed-download.js). Pyodide's two scripts
 * are bundled with the worker's script.
 */

import * as pyodide from "pyodide";

/** @import { FileAnswer } from "../../protocol/build-info.js" */

/**
 * @param {string} url
 * @returns {Promise<FileAnswer>}
 */
export async function fetchFile(url) {
  throw new Error(`${url} has not been handed over`);
}

/** Nothing is fetched, so nothing can be fetched again. */
export async function fetchAgain() {}

/**
 * @param {string} _url
 * @returns {{ status: number, bytes: Uint8Array<ArrayBuffer> }}
 */
export function fetchAtOnce(_url) {
  return { status: 404, bytes: new Uint8Array() };
}

/**
 * @param {string} _url of pyodide.mjs or pyodide.asm.js, which have run already
 * @returns {Promise<any>}
 */
export async function importFile(_url) {
  return pyodide;
}
