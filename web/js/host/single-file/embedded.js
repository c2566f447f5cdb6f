/** The files embedded in the single file's document, as both the page and the worker read them. */

import { decode } from "../../lib/base91.js";

/** The base of the URLs of embedded files; nothing is requested from it. */
export const HOME = "embedded:/";

/** @typedef {{ text: string, length: number, isDeflated: boolean }} Embedded */

const TYPES = new Map([
  ["wasm", "application/wasm"],
  ["json", "application/json"],
  ["png", "image/png"],
  ["js", "text/javascript"],
]);

/** @param {string | URL} url */
export function nameOf(url) {
  return String(url).slice(HOME.length);
}

/**
 * The bytes of a file as they are stored, possibly deflated.
 * @param {Embedded} embedded
 */
export function bytesOf({ text, length }) {
  return decode(text, length);
}

/**
 * The response that a host would send for the file.
 * @param {string | URL} url
 * @param {Embedded | undefined} embedded
 */
export function responseFor(url, embedded) {
  if (!embedded) {
    return new Response(null, { status: 404 });
  }
  const stored = new Response(bytesOf(embedded)).body;
  const inflated = embedded.isDeflated ? stored?.pipeThrough(new DecompressionStream("deflate")) : stored;
  const type = TYPES.get(nameOf(url).split(".").at(-1) ?? "") ?? "application/octet-stream";
  return new Response(inflated, { headers: { "content-type": type } });
}
