/**
 * Where the worker's files come from: the site's host. The single file has another module in this one's place
 * (web/js/host/single-file/source.js).
 */

/** @import { FileAnswer } from "../../protocol/build-info.js" */

/**
 * A whole file, or whatever the host answers. The browser gathers it where it keeps blobs, outside of this thread: chunk
 * by chunk, the files that Python starts from would occupy it for a tenth of a second more. `fetch` gives blobs too, but
 * does not say how far they are.
 * @param {string} url
 * @param {(loaded: number) => void} onProgress told of the bytes that have arrived so far
 * @returns {Promise<FileAnswer>}
 */
export function fetchFile(url, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", url);
    request.responseType = "blob";
    request.onprogress = ({ loaded }) => onProgress(loaded);
    request.onload = () => {
      const { status, response: blob } = request;
      resolve({ status, type: blob.type, read: () => blob.arrayBuffer() });
    };
    request.onerror = () => reject(new Error("the connection failed"));
    request.send();
  });
}

/**
 * A file that Python needs now: it waits for it, as an `import` does.
 * @param {string} url
 * @returns {{ status: number, bytes: Uint8Array<ArrayBuffer> }} status 0 where the connection failed
 */
export function fetchAtOnce(url) {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  try {
    request.send();
  } catch {
    return { status: 0, bytes: new Uint8Array() };
  }
  return { status: request.status, bytes: new Uint8Array(request.response) };
}

/**
 * A script, evaluated as a module.
 * @param {string} url
 * @returns {Promise<any>} its exports
 */
export function importFile(url) {
  return import(url);
}
