/** A file of the site as a data block of the single file: a script element that no browser executes. */

import { encode, WHOLE } from "../../lib/base91.js";

/**
 * @typedef {object} File
 * @property {string} name unique in the document
 * @property {"page" | "worker" | "any"} reader
 * @property {boolean} [synchronous] whether it is read at once, so that it must not be deflated: inflating takes time
 */

const PART = 20_000 * WHOLE; // bytes that are encoded in one task: a few milliseconds

/**
 * The element, in parts of a Blob.
 * @param {File} file
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<BlobPart[]>}
 */
export async function dataBlock({ name, reader, synchronous = false }, bytes) {
  const deflated = synchronous ? null : await deflate(bytes);
  const isSmaller = deflated !== null && deflated.length < bytes.length;
  const kept = isSmaller ? deflated : bytes;
  const flag = isSmaller ? ' data-deflated=""' : ""; // as browsers write it, so that a copy is identical
  /** @type {BlobPart[]} */
  const parts = [
    `<script type="application/octet-stream" id="file:${name}" data-for="${reader}" data-length="${kept.length}"${flag}>`,
  ];
  for (let start = 0; start < kept.length; start += PART) {
    parts.push(encode(kept.subarray(start, start + PART)));
    await new Promise((resolve) => setTimeout(resolve)); // the page stays in use
  }
  parts.push("</script>\n");
  return parts;
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function deflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
