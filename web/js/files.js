/**
 * Where the page's files come from: its host. The single file has another module in this one's place, which takes them
 * out of the document (export_tools/single/embedded-files.js); nothing else of the page knows the difference.
 */

/** The folder of index.html, which the addresses in build.json are relative to. */
export const home = new URL(".", document.baseURI).href;

const page = new URL("..", import.meta.url); // `make site` names it after everything that is in a release

/** The name of the release that this page is of. */
export const release = page.pathname.split("/").at(-2) ?? "";

/** What keeps the site for when there is no network, where there is such a thing. */
export const serviceWorker = `${home}service-worker.js`;

/**
 * The address of a file that lies beside the scripts of this release.
 * @param {string} path
 */
export function inRelease(path) {
  return new URL(path, page).href;
}

/**
 * @param {string | URL} url
 * @returns {Promise<Response>}
 */
export function fetchFile(url) {
  return fetch(url);
}

/** The worker that Python runs in. */
export function openWorker() {
  return new Worker(new URL("./worker/worker.js", import.meta.url), { type: "module" });
}
