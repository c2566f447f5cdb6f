// Strips unused exports and rarely used tables from Pyodide: node strip_exports.mjs <folder>
//
// Pyodide exports nearly all of CPython's C functions for libraries that might import them, and wrapping ten thousand
// of them for JavaScript takes much of the time that Python needs to start. Exports are kept if pyodide.asm.js names
// them or NumPy's libraries import them. The functions themselves stay; only the exports are removed, and the variables
// of pyodide.asm.js that hold them. Large, rarely used tables are moved to a separate file (split_tables.mjs).
//
// The folder holds `core` with Pyodide's own files, `native` with NumPy's libraries, and `out` for the output.
// Format: https://webassembly.github.io/spec/core/binary/modules.html

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { splitTables } from "./split_tables.mjs";
import { DECLARATION, withoutUnused } from "./strip_unused.mjs";
import { HEADER, readUnsigned, section, sectionsOf, unsigned } from "./wasm_binary.mjs";

const EXPORT = 7;
const ADDRESSES = "GOT.func"; // the module that function pointers are imported from

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
    users: await usersOfScript(folder),
  });
  const named = new Set(script.replace(DECLARATION, "").match(/[A-Za-z_$][\w$]*/g));
  const isUsed = (/** @type {string} */ name) =>
    named.has(name) || named.has(`_${name}`) || called.has(name) || pointedAt.has(name);
  const { interpreter, tables } = splitTables(withExports(wasm, isUsed));
  await writeFile(join(folder, "out", "pyodide.asm.wasm"), interpreter);
  await writeFile(join(folder, "out", "tables.wasm"), tables);
  const declared = script.replace(DECLARATION, (declaration, name) => (isUsed(name) ? declaration : ""));
  await writeFile(join(folder, "out", "pyodide.asm.js"), declared);
}

/**
 * The text of all scripts that use names of pyodide.asm.js.
 * @param {string} folder
 */
async function usersOfScript(folder) {
  const ours = (/** @type {string} */ name) => new URL(name, import.meta.url);
  const names = ["interpreter", "from-snapshot", "from-packages", "wasm-functions"].map(
    (name) => `../../../web/js/worker/boot/${name}.js`,
  );
  const users = [join(folder, "core", "pyodide.mjs"), ...[...names, "snapshot.mjs", "running_state.mjs"].map(ours)];
  return (await Promise.all(users.map((user) => readFile(user, "utf8")))).join("\n");
}

/** @param {string} folder */
async function libraries(folder) {
  const files = await readdir(folder);
  return Promise.all(files.map(async (file) => WebAssembly.compile(await readFile(join(folder, file)))));
}

/**
 * The module with only the exports that are used.
 * @param {Buffer} wasm
 * @param {(name: string) => boolean} isUsed
 */
function withExports(wasm, isUsed) {
  const sections = sectionsOf(wasm).map(({ id, content }) =>
    id === EXPORT ? section(id, ...keptExports(content, isUsed)) : section(id, content),
  );
  return Buffer.concat([HEADER, ...sections]);
}

/**
 * The contents of the new export section: the number of exports, then each one (name with length, kind, index).
 * @param {Buffer} exports the contents of the section
 * @param {(name: string) => boolean} isUsed
 */
function keptExports(exports, isUsed) {
  const count = readUnsigned(exports, 0);
  const entries = [];
  for (let left = count.value, at = count.end; left > 0; left--) {
    const length = readUnsigned(exports, at);
    const kind = length.end + length.value;
    const { end } = readUnsigned(exports, kind + 1);
    if (isUsed(exports.toString("utf8", length.end, kind))) {
      entries.push(exports.subarray(at, end));
    }
    at = end;
  }
  return [Buffer.from(unsigned(entries.length)), ...entries];
}

await trimExports(process.argv[2]);
