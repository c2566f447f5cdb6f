/**
 * Where the page's files come from: its host. The single file has another module in this one's place, which takes them
 * out of the document (web/js/host/single-file/files.js); nothing else of the page knows the difference.
 */

/** The folder of index.html, which the addresses in build.json are relative to. */
export const home = new URL(".", document.baseURI).href;

const page = new URL("..", import.meta.url); // `make site` names it after everything that is in a release

/** The name of the release that this page is of. */
export const release = page.pathname.split("/").at(-2) ?? "";

/** What keeps the site for when there is no network, where there is such a thing. */
export const serviceWorkerUrl = `${home}service-worker.js`;

/** What a notebook hands over with the single file; nothing here. */
export function notebookHandover() {
  return null;
}

/**
 * The address of a file that lies beside the scripts of this release.
 * @param {string} path
 */
export function releaseUrl(path) {
  return new URL(path, page).href;
}

/**
 * @param {string | URL} url
 * @returns {Promise<Response>}
 */
export function fetchFile(url) {
  return fetch(url);
}

/**
 * The worker that Python runs in.
 *
 * It starts from a blob. A worker that starts from the network has the Content-Security-Policy of its own response, and a
 * static host sends none; one that starts from a blob has the page's. The blob only imports the worker's script, and keeps
 * the messages that come before it has run. It is a classic script, for a frame without an origin starts no module from
 * a blob.
 */
export function openWorker() {
  const script = new URL("./worker/worker.js", import.meta.url).href;
  starter ??= URL.createObjectURL(new Blob([importing(script)], { type: "text/javascript" }));
  return new Worker(starter);
}

/** @type {string | null} the blob's address, the same for every worker */
let starter = null;

/** @param {string} script */
function importing(script) {
  return `
    const early = [];
    const keep = ({ data }) => early.push(data);
    addEventListener("message", keep);
    import(${JSON.stringify(script)}).then(() => {
      removeEventListener("message", keep);
      for (const data of early) dispatchEvent(new MessageEvent("message", { data }));
    }, (error) => setTimeout(() => { throw new Error("worker/worker.js could not be loaded: " + error.message); }));`;
}
