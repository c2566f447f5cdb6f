/**
 * Replaces web/js/worker/boot/source.js in the single file: the first message of the page to the worker holds its
 * files.
 *
 * Pyodide's two scripts are bundled with the worker's script (export_tools/site/single_file/bundle.mjs).
 */

import * as pyodide from "pyodide";
import { bytesOf, nameOf, responseFor } from "./embedded.js";

/** @import { Embedded } from "./embedded.js" */
/** @import { FileAnswer } from "../../protocol/build-info.js" */

/** @type {Map<string, Embedded>} */
let files = new Map();

/** @type {Promise<void>} */
const arrived = new Promise((resolve) => {
  self.addEventListener("message", (event) => {
    if (event.data.type === "files") {
      event.stopImmediatePropagation(); // this message is not for worker.js
      files = event.data.files;
      resolve();
    }
  });
});

/**
 * Fetch a file without using a Blob: WebKit does not read Blobs in a worker of a page opened from disk.
 * @param {string} url
 * @returns {Promise<FileAnswer>}
 */
export async function fetchFile(url) {
  await arrived;
  const response = responseFor(url, files.get(nameOf(url)));
  return {
    status: response.status,
    type: response.headers.get("content-type") ?? "",
    read: () => response.arrayBuffer(),
  };
}

/**
 * @param {string} url of a file that is stored undeflated
 * @returns {{ status: number, bytes: Uint8Array<ArrayBuffer> }}
 */
export function fetchAtOnce(url) {
  const embedded = files.get(nameOf(url));
  return embedded ? { status: 200, bytes: bytesOf(embedded) } : { status: 404, bytes: new Uint8Array() };
}

/** Nothing is fetched, so nothing can be fetched again. */
export async function fetchAgain() {}

/**
 * @param {string} _url of pyodide.mjs or pyodide.asm.js, which have run already
 * @returns {Promise<any>}
 */
export async function importFile(_url) {
  return pyodide;
}
