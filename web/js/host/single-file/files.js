/** Replaces web/js/site-files.js in the single file: the files of the site are embedded in its document. */

import { givenByName } from "../../protocol/frame-name.js";
import { HOME, nameOf, responseFor } from "./embedded.js";
import { Kernel, KernelWorker } from "./kernel.js";

/** @import { Embedded } from "./embedded.js" */
/** @import { Handover } from "../../protocol/page-state.js" */

export const home = HOME;
export const release = "";
export const serviceWorkerUrl = ""; // there is nothing to keep: the page is one file

const PYODIDE = `${HOME}pyodide.asm.js`;
const WORKER = `${HOME}worker.js`;

/**
 * What this file shows when it is opened: what is in it, or what its frame gives it.
 * @returns {Handover | null}
 */
export function handover() {
  const text = document.getElementById("given")?.textContent;
  if (text) {
    return JSON.parse(text);
  }
  return window.parent === window ? null : givenByName(window.name);
}

/** The kernel of the notebook that this page is in; null in a page of its own. */
const kernel = handover()?.kernel ? new Kernel() : null;

export const usesKernel = kernel !== null;

/** The data blocks of this file, from which another one can be written. */
export async function* dataBlocks() {
  if (kernel) {
    yield* await kernel.allBlocks();
    return;
  }
  for (const element of document.querySelectorAll("script[data-for]")) {
    yield element.outerHTML;
  }
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
  if (element && !element.matches("[data-for]")) {
    return new Response(element.textContent); // the page's own script or style
  }
  if (kernel) {
    return responseFor(url, await kernel.file(nameOf(url)));
  }
  return responseFor(url, element ? embeddedIn(element) : undefined);
}

const workerUrl = kernel ? "" : await joinScripts();

/** The URL of the worker's script. */
async function joinScripts() {
  const scripts = await Promise.all([PYODIDE, WORKER].map(async (url) => (await fetchFile(url)).blob()));
  return URL.createObjectURL(new Blob(scripts, { type: "text/javascript" }));
}

/** @returns {Worker} or what takes its place */
export function openWorker() {
  if (kernel) {
    return /** @type {any} */ (new KernelWorker(kernel));
  }
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
