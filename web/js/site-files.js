/**
 * The files of the site, fetched from its host. In the single file, web/js/host/single-file/files.js replaces this
 * module and takes the files from the document; the rest of the page does not know the difference.
 */

import { givenByName } from "./protocol/frame-name.js";

/** @import { Handover } from "./protocol/page-state.js" */

const PATIENCE = 120_000; // milliseconds until an answer begins; a slow connection may be busy with other files

/** The URL of the folder of index.html, which the URLs in build.json are relative to. */
export const home = new URL(".", document.baseURI).href;

const page = new URL("..", import.meta.url); // its name contains a hash of the whole release

/** The name of this page's release. */
export const release = page.pathname.split("/").at(-2) ?? "";

/** The URL of the service worker, which keeps the site for use without a network; empty if there is none. */
export const serviceWorkerUrl = `${home}service-worker.js`;

/**
 * Whether Python is that of a notebook's kernel, which also does other things, so that an answer may take any time; false
 * here.
 */
export const usesKernel = false;

/**
 * What the page shows when it is opened: what its frame gives it.
 * @returns {Handover | null}
 */
export function handover() {
  return window.parent === window ? null : givenByName(window.name);
}

/**
 * The data blocks of a single file; null here.
 * @returns {AsyncIterable<string> | null}
 */
export function dataBlocks() {
  return null;
}

/**
 * The URL of a file in the folder of this release.
 * @param {string} path
 */
export function releaseUrl(path) {
  return new URL(path, page).href;
}

/**
 * @param {string | URL} url
 * @returns {Promise<Response>} rejected if the host does not answer
 */
export async function fetchFile(url) {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), PATIENCE);
  try {
    return await fetch(url, { signal: silence.signal });
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Open the worker that Python runs in.
 *
 * The worker starts from a blob, so that it inherits the Content-Security-Policy of the page: a worker from the network
 * has the policy of its own response, and static hosts send none. The blob only imports the worker's script, and queues
 * the messages that arrive before that has run. It is a classic script, because a frame with an opaque origin cannot
 * start a module worker from a blob.
 */
export function openWorker() {
  const script = new URL("./worker/worker.js", import.meta.url).href;
  bootstrapUrl ??= URL.createObjectURL(new Blob([bootstrapScript(script)], { type: "text/javascript" }));
  return new Worker(bootstrapUrl);
}

/** @type {string | null} the URL of the blob, the same for every worker */
let bootstrapUrl = null;

/** @param {string} script the URL of the worker's script */
function bootstrapScript(script) {
  return `
    const early = [];
    const keep = ({ data }) => early.push(data);
    addEventListener("message", keep);
    import(${JSON.stringify(script)}).then(() => {
      removeEventListener("message", keep);
      for (const data of early) dispatchEvent(new MessageEvent("message", { data }));
    }, (error) => setTimeout(() => { throw new Error("worker/worker.js could not be loaded: " + error.message); }));`;
}
