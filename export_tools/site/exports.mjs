// Takes off Pyodide's WebAssembly the exports that nobody uses: node exports.mjs <folder>
//
// Pyodide exports nearly all of CPython's C functions for libraries that might want them, and wrapping ten thousand of
// them for JavaScript takes a good part of the time that Python needs to start. Kept is what pyodide.asm.js speaks of
// and what NumPy's libraries import. The functions themselves stay; only their names for the outside go, and from
// pyodide.asm.js the variables that nothing but these names was put into.
//
// The folder holds `core` with Pyodide's own files, `native` with NumPy's libraries, and `out` for what comes out.
// Format: https://webassembly.github.io/spec/core/binary/modules.html

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { section, unsigned } from "./wasm_binary.mjs";

const HEADER_LENGTH = 8;
const EXPORT = 7;
const DECLARATION = /var \w+=(?:Module\["\w+"\]=)?wasmExports\["(\w+)"\];/g; // one for every export, used or not

/** @param {string} folder */
async function trimExports(folder) {
  const script = await readFile(join(folder, "core", "pyodide.asm.js"), "utf8");
  const wanted = new Set(script.replace(DECLARATION, "").match(/[A-Za-z_$][\w$]*/g));
  const imported = await importedNames(join(folder, "native"));
  const isUsed = (/** @type {string} */ name) => wanted.has(name) || wanted.has(`_${name}`) || imported.has(name);
  const wasm = await readFile(join(folder, "core", "pyodide.asm.wasm"));
  await writeFile(join(folder, "out", "pyodide.asm.wasm"), withExports(wasm, isUsed));
  const declared = script.replace(DECLARATION, (declaration, name) => (isUsed(name) ? declaration : ""));
  await writeFile(join(folder, "out", "pyodide.asm.js"), declared);
}

/** @param {string} folder of libraries */
async function importedNames(folder) {
  const names = new Set();
  for (const file of await readdir(folder)) {
    const library = await WebAssembly.compile(await readFile(join(folder, file)));
    for (const { name } of WebAssembly.Module.imports(library)) {
      names.add(name);
    }
  }
  return names;
}

/**
 * The same module with those exports alone that are used.
 * @param {Buffer} wasm
 * @param {(name: string) => boolean} isUsed
 */
function withExports(wasm, isUsed) {
  const parts = [wasm.subarray(0, HEADER_LENGTH)];
  for (let start = HEADER_LENGTH; start < wasm.length; ) {
    const length = readUnsigned(wasm, start + 1);
    const end = length.end + length.value;
    const isExports = wasm[start] === EXPORT;
    parts.push(isExports ? section(EXPORT, ...kept(wasm, length.end, isUsed)) : wasm.subarray(start, end));
    start = end;
  }
  return Buffer.concat(parts);
}

/**
 * How many exports are kept, and each of them: its name with its length, its kind, its index.
 * @param {Buffer} wasm
 * @param {number} start of the section's contents
 * @param {(name: string) => boolean} isUsed
 */
function kept(wasm, start, isUsed) {
  const count = readUnsigned(wasm, start);
  const entries = [];
  for (let left = count.value, at = count.end; left > 0; left--) {
    const length = readUnsigned(wasm, at);
    const kind = length.end + length.value;
    const { end } = readUnsigned(wasm, kind + 1);
    if (isUsed(wasm.toString("utf8", length.end, kind))) {
      entries.push(wasm.subarray(at, end));
    }
    at = end;
  }
  return [Buffer.from(unsigned(entries.length)), ...entries];
}

/**
 * @param {Buffer} wasm
 * @param {number} start
 */
function readUnsigned(wasm, start) {
  let [value, end] = [0, start];
  for (let unit = 1; ; unit *= 128) {
    const byte = wasm[end++];
    value += (byte % 128) * unit;
    if (byte < 128) {
      return { value, end };
    }
  }
}

await trimExports(process.argv[2]);
