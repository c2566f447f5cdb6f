/**
 * Unpacks the archives written by pack.py: a zip of stored files, deflated as a whole.
 *
 * One stream is inflated ten times as fast as the hundred small streams of an ordinary zip. Only the part of the zip
 * format that pack.py writes is supported (PKWARE APPNOTE 6.3.9, sections 4.3.12 and 4.3.16).
 */

const END_OF_DIRECTORY = 0x06054b50;
const END_LENGTH = 22;
const ENTRY = 0x02014b50;
const ENTRY_LENGTH = 46;
const LOCAL_LENGTH = 30;

/**
 * @param {Uint8Array<ArrayBuffer>} archive
 * @returns {Promise<Map<string, Uint8Array>>} the files by path
 * @throws {Error} if the archive is damaged
 */
export async function unpack(archive) {
  const zip = await inflate(archive);
  const view = new DataView(zip.buffer);
  const end = zip.length - END_LENGTH;
  if (end < 0 || view.getUint32(end, true) !== END_OF_DIRECTORY) {
    throw new Error("it is not a zip archive, or its end is missing");
  }
  const decoder = new TextDecoder();
  const files = new Map();
  let entry = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (view.getUint32(entry, true) !== ENTRY) {
      throw new Error("its directory is damaged");
    }
    const nameLength = view.getUint16(entry + 28, true);
    const name = decoder.decode(zip.subarray(entry + ENTRY_LENGTH, entry + ENTRY_LENGTH + nameLength));
    const local = view.getUint32(entry + 42, true);
    const start = local + LOCAL_LENGTH + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    files.set(name, zip.subarray(start, start + view.getUint32(entry + 24, true)));
    entry += ENTRY_LENGTH + nameLength + view.getUint16(entry + 30, true) + view.getUint16(entry + 32, true);
  }
  return files;
}

/**
 * @param {Uint8Array<ArrayBuffer>} data
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function inflate(data) {
  const stream = /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (new Response(data).body);
  const inflated = new Response(stream.pipeThrough(new DecompressionStream("deflate"))).arrayBuffer().catch(() => {
    throw new Error("it cannot be inflated"); // the browser's own message is "Failed to fetch"
  });
  return new Uint8Array(await inflated);
}
