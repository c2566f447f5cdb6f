// Takes off Pyodide's WebAssembly what nobody uses, and what hardly anybody does: node strip_exports.mjs <folder>
//
// Pyodide exports nearly all of CPython's C functions for libraries that might want them, and wrapping ten thousand of
// them for JavaScript takes a good part of the time that Python needs to start. Kept is what pyodide.asm.js speaks of
// and what NumPy's libraries import. The functions themselves stay; only their names for the outside go, and from
// pyodide.asm.js the variables that nothing but these names was put into. Large tables that few ever need are put into a
// file of their own (tables.mjs).
//
// The folder holds `core` with Pyodide's own files, `native` with NumPy's libraries, and `out` for what comes out.
// Format: https://webassembly.github.io/spec/core/binary/modules.html

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { withoutTables } from "./split_tables.mjs";
import { withoutUnused } from "./strip_unused.mjs";
import { HEADER, readUnsigned, section, sectionsOf, unsigned } from "./wasm_binary.mjs";

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
  const { interpreter, tables } = withoutTables(withExports(wasm, isUsed));
  await writeFile(join(folder, "out", "pyodide.asm.wasm"), interpreter);
  await writeFile(join(folder, "out", "tables.wasm"), tables);
  const declared = script.replace(DECLARATION, (declaration, name) => (isUsed(name) ? declaration : ""));
  await writeFile(join(folder, "out", "pyodide.asm.js"), declared);
}

/**
 * All that takes something of what pyodide.asm.js hands out.
 * @param {string} folder
 */
async function usersOfTheScript(folder) {
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
 * The same module with those exports alone that are used.
 * @param {Buffer} wasm
 * @param {(name: string) => boolean} isUsed
 */
function withExports(wasm, isUsed) {
  const sections = sectionsOf(wasm).map(({ id, content }) =>
    id === EXPORT ? section(id, ...kept(content, isUsed)) : section(id, content),
  );
  return Buffer.concat([HEADER, ...sections]);
}

/**
 * How many exports are kept, and each of them: its name with its length, its kind, its index.
 * @param {Buffer} exports the section's contents
 * @param {(name: string) => boolean} isUsed
 */
function kept(exports, isUsed) {
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
