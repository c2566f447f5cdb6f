// Writes memory as a WebAssembly module that holds nothing but data: instantiating it puts every byte into its place.
//
// Hosts send such a file as what it is, compressed; browsers check its structure and copy it at full speed.
// Format: https://webassembly.github.io/spec/core/binary/modules.html

import { section, signed, text, unsigned } from "./wasm_binary.mjs";

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
    section(CUSTOM, text(name), Buffer.from(JSON.stringify(description))),
    section(IMPORT, Buffer.from(unsigned(1)), text("env"), text("memory"), Buffer.from([MEMORY, ...limits])),
    section(DATA, Buffer.from(unsigned(segments.length)), ...segments.flat()),
  ]);
}
