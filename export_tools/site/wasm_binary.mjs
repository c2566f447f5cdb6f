// The few pieces of WebAssembly's binary format that are written here.

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

/**
 * The same with a sign in the second highest bit of the last byte.
 * @param {number} value below 2³¹, not negative
 * @returns {number[]}
 */
export function signed(value) {
  return value < 64 ? [value] : [(value % 128) + 128, ...signed(Math.floor(value / 128))];
}
