/** Replaces web/js/site-files.js in the single file: the files of the site are embedded in its document. */

import { HOME, nameOf, responseFor } from "./embedded.js";

/** @import { Embedded } from "./embedded.js" */
/** @import { NotebookHandover } from "../../protocol/page-state.js" */

export const home = HOME;
export const release = "";
export const serviceWorkerUrl = ""; // there is nothing to keep: the page is one file

const WORKER = `${HOME}worker.js`;

/**
 * The model and drawing that a notebook has put into the document (py/glasscnn/notebook.py).
 * @returns {NotebookHandover | null}
 */
export function notebookHandover() {
  const text = document.getElementById("given")?.textContent;
  return text ? JSON.parse(text) : null;
}

/** @param {string} path */
export function releaseUrl(path) {
  return HOME + path.split("/").at(-1);
}

/**
 * @param {string | URL} url
 * @returns {Promise<Response>}
 */
export async function fetchFile(url) {
  const element = document.getElementById(`file:${nameOf(url)}`);
  return responseFor(url, element ? embeddedIn(element) : undefined);
}

const workerUrl = URL.createObjectURL(await (await fetchFile(WORKER)).blob());

export function openWorker() {
  const worker = new Worker(workerUrl);
  const elements = [...document.querySelectorAll("script[data-for]:not([data-for=page])")];
  const files = new Map(elements.map((element) => [element.id.replace("file:", ""), embeddedIn(element)]));
  worker.postMessage({ type: "files", files });
  return worker;
}

/**
 * @param {Element} element
 * @returns {Embedded}
 */
function embeddedIn(element) {
  const { length, deflated } = /** @type {HTMLElement} */ (element).dataset;
  return { text: element.textContent ?? "", length: Number(length), isDeflated: deflated === "" };
}
