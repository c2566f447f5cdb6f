/**
 * Reads a zip archive: its central directory, and every entry inflated by the browser.
 *
 * Only what our own build writes is read: entries stored or deflated, below 4 GB, without encryption
 * (PKWARE APPNOTE 6.3.9, sections 4.3.12 and 4.3.16).
 */

const END_OF_DIRECTORY = 0x06054b50;
const END_LENGTH = 22;
const ENTRY = 0x02014b50;
const ENTRY_LENGTH = 46;
const LOCAL_LENGTH = 30;
const DEFLATED = 8;

/**
 * @param {Uint8Array<ArrayBuffer>} zip an archive without a comment at its end
 * @returns {Promise<Map<string, Uint8Array>>} the files by their path
 */
export async function unzip(zip) {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = zip.length - END_LENGTH;
  if (end < 0 || view.getUint32(end, true) !== END_OF_DIRECTORY) {
    throw new Error("it is not a zip archive, or its end is missing");
  }
  const decoder = new TextDecoder();
  const entries = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (view.getUint32(at, true) !== ENTRY) {
      throw new Error("its directory is damaged");
    }
    const nameLength = view.getUint16(at + 28, true);
    const name = decoder.decode(zip.subarray(at + ENTRY_LENGTH, at + ENTRY_LENGTH + nameLength));
    entries.push({
      name,
      deflated: view.getUint16(at + 10, true) === DEFLATED,
      data: contents(zip, view, view.getUint32(at + 42, true), view.getUint32(at + 20, true)),
    });
    at += ENTRY_LENGTH + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  const files = entries.map(async ({ name, deflated, data }) => {
    return /** @type {const} */ ([name, deflated ? await inflate(data) : data]);
  });
  return new Map(await Promise.all(files));
}

/**
 * The bytes of an entry as they lie in the archive, behind its local header.
 * @param {Uint8Array<ArrayBuffer>} zip
 * @param {DataView} view
 * @param {number} header
 * @param {number} length
 */
function contents(zip, view, header, length) {
  const start = header + LOCAL_LENGTH + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
  return zip.subarray(start, start + length);
}

/**
 * @param {Uint8Array<ArrayBuffer>} data
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function inflate(data) {
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
