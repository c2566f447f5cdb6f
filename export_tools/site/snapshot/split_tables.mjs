// Moves the tables of the Chinese, Japanese and Korean codecs and of unicodedata out of Pyodide's WebAssembly. They are
// an eighth of the download, and these modules are hardly ever imported.
//
// The tables become a separate module, tables.wasm, which contains only data: instantiating it over Python's memory
// writes the tables to their old addresses. glasscnn_runtime/lazy_modules.py does so before the first import.
//
// The offsets were read from the disassembly of the pinned interpreter. The tables of the codecs are those that the
// `__map_…` capsules of _codecs_cn … _codecs_tw point to; the range of unicodedata is referenced only by functions of
// that module (constants that are added to __memory_base). With another interpreter, nothing is moved.

import { createHash } from "node:crypto";
import { HEADER, readUnsigned, section, sectionsOf, text, unsigned } from "./wasm_binary.mjs";

const PINNED = "2f9781b6df9b041564a4cc8dbe00b20803e81275ad65dda17eedd549d2837c1f"; // the SHA-256 of its data
const TABLES = [
  { start: 604192, end: 1193520 }, // codecs, in bytes from the start of the data
  { start: 1199888, end: 1640672 }, // unicodedata
];
const MEMORY_BASE = 1024; // the address of the data, set by pyodide.asm.js

const [IMPORT, DATA_COUNT, DATA] = [2, 12, 11];
const MEMORY_OF_ANY_SIZE = Buffer.from([0x02, 0x00, 0x00]);
const [ACTIVE, I32_CONST, END] = [0x00, 0x41, 0x0b];

/**
 * @param {Buffer} wasm
 * @returns {{ interpreter: Buffer, tables: Buffer }} two modules
 */
export function splitTables(wasm) {
  const sections = sectionsOf(wasm);
  const data = onlySegment(sections.find(({ id }) => id === DATA)?.content);
  const taken = createHash("sha256").update(data).digest("hex") === PINNED ? TABLES : [];
  const bounds = [0, ...taken.flatMap(({ start, end }) => [start, end]), data.length];
  const left = bounds.flatMap((start, place) => (place % 2 === 0 ? [{ start, end: bounds[place + 1] }] : []));
  const interpreter = sections.map(({ id, content }) => {
    if (id === DATA_COUNT) {
      return section(id, Buffer.from(unsigned(left.length)));
    }
    return id === DATA ? segments(data, left) : section(id, content);
  });
  const memory = section(IMPORT, Buffer.from([1]), text("env"), text("memory"), MEMORY_OF_ANY_SIZE);
  return {
    interpreter: Buffer.concat([HEADER, ...interpreter]),
    tables: Buffer.concat([HEADER, memory, segments(data, taken)]),
  };
}

/**
 * The bytes of a data section that is one segment, placed at __memory_base.
 * @param {Buffer | undefined} content
 */
function onlySegment(content) {
  const [one, active, globalGet, first, end] = content?.subarray(0, 5) ?? [];
  if (one !== 1 || active !== ACTIVE || globalGet !== 0x23 || first !== 0 || end !== END) {
    throw new Error("the data section of pyodide.asm.wasm is not one segment at __memory_base");
  }
  return content.subarray(readUnsigned(content, 5).end);
}

/**
 * A data section with one segment for each part.
 * @param {Buffer} data
 * @param {{ start: number, end: number }[]} parts
 */
function segments(data, parts) {
  const each = parts.flatMap(({ start, end }) => [
    Buffer.from([ACTIVE, I32_CONST, ...signed(MEMORY_BASE + start), END, ...unsigned(end - start)]),
    data.subarray(start, end),
  ]);
  return section(DATA, Buffer.from(unsigned(parts.length)), ...each);
}

/**
 * Signed LEB128 of a number ≥ 0: the sign bit of the last byte must be 0.
 * @param {number} value
 */
function signed(value) {
  const bytes = unsigned(value);
  const last = bytes.length - 1;
  return bytes[last] < 64 ? bytes : [...bytes.slice(0, last), bytes[last] + 128, 0];
}
