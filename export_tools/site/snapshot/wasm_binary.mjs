// The few pieces of WebAssembly's binary format that are read and written here.
// Format: https://webassembly.github.io/spec/core/binary/modules.html

export const HEADER = Buffer.from([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
const CUSTOM = 0;

/**
 * The sections of a module, in their order.
 * @param {Buffer} wasm
 * @returns {{ id: number, content: Buffer }[]}
 */
export function sectionsOf(wasm) {
  const sections = [];
  for (let start = HEADER.length; start < wasm.length; ) {
    const length = readUnsigned(wasm, start + 1);
    const end = length.end + length.value;
    sections.push({ id: wasm[start], content: wasm.subarray(length.end, end) });
    start = end;
  }
  return sections;
}

/**
 * LEB128, read.
 * @param {Buffer} wasm
 * @param {number} start
 */
export function readUnsigned(wasm, start) {
  let [value, end] = [0, start];
  for (let unit = 1; ; unit *= 128) {
    const byte = wasm[end++];
    value += (byte % 128) * unit;
    if (byte < 128) {
      return { value, end };
    }
  }
}

/**
 * Bytes as a module of one custom section: hosts compress a file that they know as WebAssembly.
 * @param {string} name of the section
 * @param {...Uint8Array} parts that follow each other up to the end of the file
 */
export function wrapped(name, ...parts) {
  return Buffer.concat([HEADER, section(CUSTOM, text(name), ...parts)]);
}

/**
 * @param {number} id
 * @param {...Uint8Array} parts
 */
export function section(id, ...parts) {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.from([id, ...unsigned(length)]), ...parts]);
}

/**
 * A name, with its length before it.
 * @param {string} value
 */
export function text(value) {
  const bytes = Buffer.from(value);
  return Buffer.from([...unsigned(bytes.length), ...bytes]);
}

/**
 * LEB128, seven bits a byte, the lowest first.
 * @param {number} value
 * @returns {number[]}
 */
export function unsigned(value) {
  return value < 128 ? [value] : [(value % 128) + 128, ...unsigned(Math.floor(value / 128))];
}
