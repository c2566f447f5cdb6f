// Reads and writes the parts of WebAssembly's binary format that the build needs.
// Format: https://webassembly.github.io/spec/core/binary/modules.html

export const HEADER = Buffer.from([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
const CUSTOM = 0;

/**
 * The sections of a module, in order.
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
 * Read unsigned LEB128.
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
 * Bytes wrapped in a module of one custom section, since hosts compress WebAssembly.
 * @param {string} name of the section
 * @param {...Uint8Array} parts of the contents, up to the end of the file
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
 * A name, preceded by its length.
 * @param {string} value
 */
export function text(value) {
  const bytes = Buffer.from(value);
  return Buffer.from([...unsigned(bytes.length), ...bytes]);
}

/**
 * Unsigned LEB128: seven bits a byte, lowest first.
 * @param {number} value
 * @returns {number[]}
 */
export function unsigned(value) {
  return value < 128 ? [value] : [(value % 128) + 128, ...unsigned(Math.floor(value / 128))];
}
