/**
 * What web/js/worker/boot/source.js is to the site, for the single file: the page sends the worker its files, first of all.
 *
 * Pyodide's two scripts are part of the worker's own text (export_tools/site/single_file/bundle.mjs).
 */

import * as pyodide from "pyodide";
import { answer, bytesOf, nameOf } from "./embedded.js";

/** @import { Embedded } from "./embedded.js" */
/** @import { FileAnswer } from "../../protocol/build-info.js" */

/** @type {Map<string, Embedded>} */
let files = new Map();

/** @type {Promise<void>} */
const arrived = new Promise((resolve) => {
  self.addEventListener("message", (event) => {
    if (event.data.type === "files") {
      event.stopImmediatePropagation(); // worker.js answers the page's other messages
      files = event.data.files;
      resolve();
    }
  });
});

/**
 * A file, without a Blob on its way: in a page from a disk, WebKit refuses to read Blobs in a worker.
 * @param {string} url
 * @returns {Promise<FileAnswer>}
 */
export async function fetchFile(url) {
  await arrived;
  const response = answer(url, files.get(nameOf(url)));
  return {
    status: response.status,
    type: response.headers.get("content-type") ?? "",
    read: () => response.arrayBuffer(),
  };
}

/**
 * @param {string} url of a file that is not deflated
 * @returns {{ status: number, bytes: Uint8Array<ArrayBuffer> }}
 */
export function fetchAtOnce(url) {
  const embedded = files.get(nameOf(url));
  return embedded ? { status: 200, bytes: bytesOf(embedded) } : { status: 404, bytes: new Uint8Array() };
}

/**
 * @param {string} _url of pyodide.mjs or pyodide.asm.js, which has run already
 * @returns {Promise<any>}
 */
export async function importFile(_url) {
  return pyodide;
}
