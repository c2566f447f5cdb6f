/** Writes zip archives (PKWARE APPNOTE 6.3.9, 4.3.7, 4.3.12 and 4.3.16); checksums and times are 0, since nobody reads them. */

const text = new TextEncoder();

/**
 * A number as little-endian bytes.
 * @param {number} value
 * @param {number} count
 */
const bytesOf = (value, count) => Array.from({ length: count }, (_, at) => Math.floor(value / 256 ** at) % 256);

/** @param {number} value */
export const u16 = (value) => bytesOf(value, 2);

/** @param {number} value */
export const u32 = (value) => bytesOf(value, 4);

/**
 * Compress data with the browser's own code.
 * @param {Uint8Array<ArrayBuffer>} data
 * @param {CompressionFormat} format
 */
export async function compressed(data, format) {
  const stream = new Blob([data]).stream().pipeThrough(new CompressionStream(format));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * A zip of deflated or stored files.
 * @param {Record<string, Uint8Array<ArrayBuffer>>} files
 * @param {{ stored?: boolean, local?: number[], comment?: string, flags?: number, method?: number }} [options] `local`
 *   is an extra field before the contents, `comment` that of the archive
 */
export async function archiveOf(
  files,
  { stored = false, local = [], comment = "", flags = 0, method = stored ? 0 : 8 } = {},
) {
  /** @type {number[]} */
  const zip = [];
  /** @type {number[]} */
  const directory = [];
  for (const [path, data] of Object.entries(files)) {
    const name = [...text.encode(path)];
    const contents = stored ? data : await compressed(data, "deflate-raw");
    const sizes = [...u32(0), ...u32(contents.length), ...u32(data.length)];
    const common = [...u16(flags), ...u16(method), ...u16(0), ...u16(0), ...sizes];
    const start = zip.length;
    zip.push(...u32(0x04034b50), ...u16(20), ...common, ...u16(name.length), ...u16(local.length), ...name, ...local);
    zip.push(...contents);
    directory.push(
      ...u32(0x02014b50),
      ...u16(20),
      ...u16(20),
      ...common,
      ...u16(name.length),
      ...new Array(12).fill(0),
    );
    directory.push(...u32(start), ...name);
  }
  const count = u16(Object.keys(files).length);
  const end = [
    ...u32(0x06054b50),
    ...u16(0),
    ...u16(0),
    ...count,
    ...count,
    ...u32(directory.length),
    ...u32(zip.length),
  ];
  return new Blob([new Uint8Array([...zip, ...directory, ...end, ...u16(comment.length), ...text.encode(comment)])]);
}
