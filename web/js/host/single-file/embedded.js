/** The files that the single file carries in its document, as the page finds them and as the worker gets them. */

import { decode } from "./base91.js";

/** The address that such a file has; nothing is ever asked of it. */
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
 * The file's bytes as they are in the document, deflated or not.
 * @param {Embedded} embedded
 */
export function bytesOf({ text, length }) {
  return decode(text, length);
}

/**
 * What a host would answer.
 * @param {string | URL} url
 * @param {Embedded | undefined} embedded
 */
export function answer(url, embedded) {
  if (!embedded) {
    return new Response(null, { status: 404 });
  }
  const plain = new Response(bytesOf(embedded)).body;
  const inflated = embedded.isDeflated ? plain?.pipeThrough(new DecompressionStream("deflate")) : plain;
  const type = TYPES.get(nameOf(url).split(".").at(-1) ?? "") ?? "application/octet-stream";
  return new Response(inflated, { headers: { "content-type": type } });
}
