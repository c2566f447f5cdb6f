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
import { withoutUnused } from "./unused.mjs";
import { section, unsigned } from "./wasm_binary.mjs";

const HEADER_LENGTH = 8;
const EXPORT = 7;
const ADDRESSES = "GOT.func"; // the module that functions are imported from to be pointed at
const DECLARATION = /var \w+=(?:Module\["\w+"\]=)?wasmExports\["(\w+)"\];/g; // one for every export, used or not

/** @param {string} folder */
async function trimExports(folder) {
  const wasm = await readFile(join(folder, "core", "pyodide.asm.wasm"));
  const modules = [await WebAssembly.compile(wasm), ...(await libraries(join(folder, "native")))];
  const imported = modules.flatMap((module) => WebAssembly.Module.imports(module));
  const called = new Set(imported.filter(({ module }) => module !== ADDRESSES).map(({ name }) => name));
  const pointedAt = new Set(imported.filter(({ module }) => module === ADDRESSES).map(({ name }) => name));
  const script = withoutUnused(await readFile(join(folder, "core", "pyodide.asm.js"), "utf8"), {
    called: (name) => called.has(name),
    pointedAt: (name) => pointedAt.has(name),
    users: await usersOfTheScript(folder),
  });
  const spoken = new Set(script.replace(DECLARATION, "").match(/[A-Za-z_$][\w$]*/g));
  const isUsed = (/** @type {string} */ name) =>
    spoken.has(name) || spoken.has(`_${name}`) || called.has(name) || pointedAt.has(name);
  await writeFile(join(folder, "out", "pyodide.asm.wasm"), withExports(wasm, isUsed));
  const declared = script.replace(DECLARATION, (declaration, name) => (isUsed(name) ? declaration : ""));
  await writeFile(join(folder, "out", "pyodide.asm.js"), declared);
}

/**
 * All that takes something of what pyodide.asm.js hands out.
 * @param {string} folder
 */
async function usersOfTheScript(folder) {
  const ours = (/** @type {string} */ name) => new URL(name, import.meta.url);
  const names = ["interpreter", "restore", "start", "wasm-functions"].map((name) => `../../web/js/worker/${name}.js`);
  const users = [join(folder, "core", "pyodide.mjs"), ...[...names, "image.mjs", "running_state.mjs"].map(ours)];
  return (await Promise.all(users.map((user) => readFile(user, "utf8")))).join("\n");
}

/** @param {string} folder */
async function libraries(folder) {
  const files = await readdir(folder);
  return Promise.all(files.map(async (file) => WebAssembly.compile(await readFile(join(folder, file)))));
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
