// Takes out of Pyodide's WebAssembly the tables that only a few modules read: of Chinese, Japanese and Korean codecs,
// and of unicodedata. They are an eighth of what is sent, and hardly anybody imports these modules.
//
// What is taken out becomes a module of its own, tables.wasm, that has nothing but data: to instantiate it over Python's
// memory is to put the tables back where they were. glasscnn_runtime/lazy_modules.py sees to it before the first import.
//
// Where the tables lie was read from the disassembly of the pinned interpreter. The codecs' are those that the `__map_…`
// capsules of _codecs_cn … _codecs_tw lead to; in between the two bounds of unicodedata's nothing but the functions of
// that module points (constants that are added to __memory_base). Of another interpreter nothing is taken out.

import { createHash } from "node:crypto";
import { HEADER, readUnsigned, section, sectionsOf, text, unsigned } from "./wasm_binary.mjs";

const PINNED = "2f9781b6df9b041564a4cc8dbe00b20803e81275ad65dda17eedd549d2837c1f"; // the SHA-256 of its data
const TABLES = [
  { start: 604192, end: 1193520 }, // codecs; in bytes from the start of the data
  { start: 1199888, end: 1640672 }, // unicodedata
];
const MEMORY_BASE = 1024; // where pyodide.asm.js has the data put

const [IMPORT, DATA_COUNT, DATA] = [2, 12, 11];
const A_MEMORY_OF_ANY_SIZE = Buffer.from([0x02, 0x00, 0x00]);
const [ACTIVE, I32_CONST, END] = [0x00, 0x41, 0x0b];

/**
 * @param {Buffer} wasm
 * @returns {{ interpreter: Buffer, tables: Buffer }} two modules
 */
export function withoutTables(wasm) {
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
  const memory = section(IMPORT, Buffer.from([1]), text("env"), text("memory"), A_MEMORY_OF_ANY_SIZE);
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
    throw new Error("pyodide.asm.wasm has its data in another form than one segment at __memory_base");
  }
  return content.subarray(readUnsigned(content, 5).end);
}

/**
 * A data section.
 * @param {Buffer} data
 * @param {{ start: number, end: number }[]} parts of it, each of which becomes a segment
 */
function segments(data, parts) {
  const each = parts.flatMap(({ start, end }) => [
    Buffer.from([ACTIVE, I32_CONST, ...signed(MEMORY_BASE + start), END, ...unsigned(end - start)]),
    data.subarray(start, end),
  ]);
  return section(DATA, Buffer.from(unsigned(parts.length)), ...each);
}

/**
 * LEB128 of a number that is not negative, as a signed one: its last byte must not look like a sign.
 * @param {number} value
 */
function signed(value) {
  const bytes = unsigned(value);
  const last = bytes.length - 1;
  return bytes[last] < 64 ? bytes : [...bytes.slice(0, last), bytes[last] + 128, 0];
}
