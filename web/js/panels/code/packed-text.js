/** A text in a link: deflated, in the characters of a URL. */

import { inflate } from "../../lib/inflate.js";
import { LONGEST_CODE } from "../../protocol/limits.js";

const FORMAT = "deflate-raw";

/**
 * @param {string} text
 * @returns {Promise<string>}
 */
export async function pack(text) {
  const deflated = new Blob([text]).stream().pipeThrough(new CompressionStream(FORMAT));
  const bytes = new Uint8Array(await new Response(deflated).arrayBuffer());
  const characters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(characters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * @param {string} packed
 * @returns {Promise<string>}
 * @throws {Error} if it is damaged, or if the text is too long
 */
export async function unpack(packed) {
  const characters = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
  const deflated = Uint8Array.from(characters, (character) => character.charCodeAt(0));
  const bytes = await inflate(new Blob([deflated]), FORMAT, LONGEST_CODE);
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}
