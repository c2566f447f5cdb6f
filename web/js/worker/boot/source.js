/**
 * Fetches the worker's files from the site's host. In the single file, web/js/host/single-file/source.js replaces this
 * module.
 */

const LIMIT = 20_000; // milliseconds, for what Python or an error message waits for

/** @import { FileAnswer } from "../../protocol/build-info.js" */

/**
 * Fetch a whole file as a blob. The browser collects a blob outside of this thread; reading the files that Python
 * starts from in chunks would occupy it for 0.1 s more. `fetch` supports blobs too, but reports no progress.
 * @param {string} url
 * @param {(loaded: number, length: number | null) => void} onProgress gets the number of bytes of the file that have been
 *   received so far, and how many travel for the whole file, which may be compressed; null if the host does not say
 * @returns {Promise<FileAnswer>}
 */
export function fetchFile(url, onProgress) {
  return new Promise((resolve, reject) => {
    /** @type {number | null} */
    let length = null;
    const request = new XMLHttpRequest();
    request.open("GET", url);
    request.responseType = "blob";
    request.onreadystatechange = () => {
      if (request.readyState === XMLHttpRequest.HEADERS_RECEIVED) {
        length = Number(request.getResponseHeader("content-length")) || null;
        onProgress(0, length);
      }
    };
    request.onprogress = ({ loaded }) => onProgress(loaded, length);
    request.onload = () => {
      const { status, response: blob } = request;
      resolve({ status, type: blob.type, read: () => blob.arrayBuffer() });
    };
    request.onerror = () => reject(new Error("the connection failed"));
    request.send();
  });
}

/**
 * Fetch a file synchronously, because Python waits for it in an `import`.
 * @param {string} url
 * @returns {{ status: number, bytes: Uint8Array<ArrayBuffer> }} status 0 if the connection failed
 */
export function fetchAtOnce(url) {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  request.timeout = LIMIT;
  try {
    request.send();
  } catch {
    return { status: 0, bytes: new Uint8Array() };
  }
  return { status: request.status, bytes: new Uint8Array(request.response) };
}

/**
 * Fetch a file again, past the browser's cache, which keeps it.
 * @param {string} url
 * @returns {Promise<void>} also if that fails
 */
export async function fetchAgain(url) {
  try {
    await (await fetch(url, { cache: "reload", signal: AbortSignal.timeout(LIMIT) })).arrayBuffer();
  } catch {
    // the host does not answer
  }
}

/**
 * Import a script as a module.
 * @param {string} url
 * @returns {Promise<any>} its exports
 */
export function importFile(url) {
  return import(url);
}
