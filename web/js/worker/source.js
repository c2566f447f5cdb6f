/**
 * Where the worker's files come from: the site's host. The single file has another module in this one's place
 * (web/js/single/source.js).
 */

/**
 * @param {string} url
 * @returns {Promise<Response>}
 */
export function fetchFile(url) {
  return fetch(url);
}

/**
 * A file that Python needs now: it waits for it, as an `import` does.
 * @param {string} url
 * @returns {{ status: number, bytes: Uint8Array<ArrayBuffer> }}
 */
export function fetchAtOnce(url) {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  request.send();
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
