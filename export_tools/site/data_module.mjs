// Writes memory as a WebAssembly module that holds nothing but data: instantiating it puts every byte into its place.
//
// Hosts send such a file as what it is, compressed; browsers check its structure and copy it at full speed.
// Format: https://webassembly.github.io/spec/core/binary/modules.html

const encoder = new TextEncoder();
const HEADER = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const CUSTOM = 0;
const IMPORT = 2;
const DATA = 11;
const MEMORY = 0x02;
const WITHOUT_MAXIMUM = 0x00;
const ACTIVE = 0x00;
const I32_CONST = 0x41;
const END = 0x0b;
const BYTES_PER_WASM_PAGE = 65536;

/**
 * @param {Uint8Array} memory all of it
 * @param {{ start: number, end: number }[]} runs the parts of it that the module carries
 * @param {Record<string, unknown>} description what else is to be known, kept as JSON in the custom section `name`
 * @param {string} name
 */
export function dataModule(memory, runs, description, name) {
  const limits = [WITHOUT_MAXIMUM, ...unsigned(memory.length / BYTES_PER_WASM_PAGE)];
  const segments = runs.map(({ start, end }) => [
    Buffer.from([ACTIVE, I32_CONST, ...signed(start), END, ...unsigned(end - start)]),
    memory.subarray(start, end),
  ]);
  return Buffer.concat([
    Buffer.from(HEADER),
    section(CUSTOM, text(name), encoder.encode(JSON.stringify(description))),
    section(IMPORT, Buffer.from(unsigned(1)), text("env"), text("memory"), Buffer.from([MEMORY, ...limits])),
    section(DATA, Buffer.from(unsigned(segments.length)), ...segments.flat()),
  ]);
}

/**
 * @param {number} id
 * @param {...Uint8Array} parts
 */
function section(id, ...parts) {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.from([id, ...unsigned(length)]), ...parts]);
}

/** @param {string} value */
function text(value) {
  const bytes = encoder.encode(value);
  return Buffer.from([...unsigned(bytes.length), ...bytes]);
}

/**
 * LEB128, seven bits a byte, the lowest first.
 * @param {number} value
 * @returns {number[]}
 */
function unsigned(value) {
  return value < 128 ? [value] : [(value % 128) + 128, ...unsigned(Math.floor(value / 128))];
}

/**
 * The same with a sign in the second highest bit of the last byte.
 * @param {number} value below 2³¹, not negative
 * @returns {number[]}
 */
function signed(value) {
  return value < 64 ? [value] : [(value % 128) + 128, ...signed(Math.floor(value / 128))];
}
