/** Decompresses data with the browser's own code, beside the page's thread, and never more than is expected. */

/**
 * @param {Blob} data
 * @param {CompressionFormat} format
 * @param {number} limit bytes
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 * @throws {Error} if the data is damaged, or if more comes out
 */
export async function inflate(data, format, limit) {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  let size = 0;
  const reader = data.stream().pipeThrough(new DecompressionStream(format)).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      break;
    }
    size += value.length;
    if (size > limit) {
      reader.cancel().catch(() => {});
      throw new Error(`it decompresses to more than ${limit} bytes`);
    }
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
