// What the build and the boot rest on in Pyodide. After an update these tests name what has to be changed, before any
// build: export_tools/site/README.md says where.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { splitTables } from "../../export_tools/site/snapshot/split_tables.mjs";
import { DECLARATION, withoutUnused } from "../../export_tools/site/snapshot/strip_unused.mjs";
import { STDLIB } from "../../web/js/worker/boot/interpreter.js";

const PROJECT = new URL("../../", import.meta.url);
const CORE = new URL("node_modules/pyodide/", PROJECT);

const exists = (/** @type {string} */ name) => existsSync(new URL(name, CORE));
const read = (/** @type {string} */ name) => readFileSync(new URL(name, CORE));
const script = read(exists("pyodide.asm.js") ? "pyodide.asm.js" : "pyodide.asm.mjs").toString();
const loader = read("pyodide.mjs").toString();
const lock = JSON.parse(read("pyodide-lock.json").toString());
const wasm = read("pyodide.asm.wasm");
const compiled = new WebAssembly.Module(wasm);
const exported = WebAssembly.Module.exports(compiled).map(({ name }) => name);
const imports = WebAssembly.Module.imports(compiled);

test("the npm package has the files that the site takes", () => {
  const files = ["pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"];
  assert.deepEqual(
    files.filter((name) => !exists(name)),
    [],
  );
});

test("Python has the version whose folders the build names", () => {
  const [major, minor] = lock.info.python.split(".");
  assert.equal(STDLIB, `/lib/python${major}.${minor}`);
  const pack = readFileSync(new URL("export_tools/site/runtime/in_pyodide/pack.py", PROJECT), "utf8");
  assert.ok(pack.includes(`Path("${STDLIB}")`) && pack.includes(`Path("/lib/python${major}${minor}.zip")`));
  const archives = readFileSync(new URL("export_tools/site/runtime/archives.mjs", PROJECT), "utf8");
  assert.ok(archives.includes(`"${STDLIB}/site-packages"`));
});

test("pyodide.asm.js defines _createPyodideModule for all scripts, and loadPyodide calls that", () => {
  assert.ok(script.includes("globalThis._createPyodideModule ="));
  assert.ok(/\b_createPyodideModule\(/.test(loader));
});

test("loadPyodide has the options for a snapshot and for a start without requests", () => {
  const names = ["_loadSnapshot", "_makeSnapshot", "fsInit", "lockFileContents", "packageBaseUrl", "stdLibURL"];
  assert.deepEqual(
    names.filter((name) => !loader.includes(name) && !script.includes(name)),
    [],
  );
});

test("the script declares nearly every export in the form that strip_exports.mjs removes", () => {
  const declared = new Set([...script.matchAll(DECLARATION)].map(([, name]) => name));
  const named = new Set([...script.matchAll(/wasmExports\["(\w+)"\]/g)].map(([, name]) => name));
  const missing = [...named].filter((name) => !declared.has(name));
  assert.ok(declared.size > 3000, `${declared.size} declarations`);
  assert.ok(missing.length < 50, `${missing.length} exports are named in another form, such as ${missing[0]}`);
});

test("without what nothing uses, the script is shorter by a fifth", () => {
  const imported = new Set(imports.map(({ name }) => name));
  const usage = { called: (name) => imported.has(name), pointedAt: () => false, users: loader };
  const shorter = withoutUnused(script, usage);
  assert.ok(shorter.length < 0.8 * script.length, `${shorter.length} of ${script.length}`);
});

test("the tables that are split off lie where they were found", () => {
  const { interpreter, tables } = splitTables(wasm);
  assert.ok(tables.length > 1_000_000, `${tables.length} bytes: PINNED and TABLES describe another interpreter`);
  assert.ok(WebAssembly.validate(interpreter) && WebAssembly.validate(tables));
});

test("the script shows Emscripten's state, which the snapshot stores and restores", () => {
  const names = ["LDSO", "GOT", "GOTHandler", "newDSO", "relocateExports", "wasmTable", "HEAPU8", "HEAPU32"];
  assert.deepEqual(
    names.filter((name) => !script.includes(`Module["${name}"]=`)),
    [],
  );
  assert.ok(script.includes("serializeHiwireState=") && script.includes("restoreSnapshot="));
});

test("WebAssembly exports the functions that the snapshot calls", () => {
  const stack = ["base", "current", "end"].map((place) => `emscripten_stack_get_${place}`);
  const names = ["PyMem_RawMalloc", "free", "sbrk", ...stack];
  assert.deepEqual(
    names.filter((name) => !exported.includes(name)),
    [],
  );
});

test("WebAssembly imports the marker of an error as the page's own start provides it", () => {
  const names = imports.filter(({ module }) => module === "sentinel").map(({ name }) => name);
  assert.deepEqual(names.sort(), ["create_sentinel", "is_sentinel"]);
});

test("the script has the trampoline that a restored Python calls C functions through", () => {
  assert.ok(script.includes("function _PyEM_InitTrampoline_js("));
});

test("CPython asks for signals with a plain read, which the sandbox answers by the clock", () => {
  assert.ok(script.includes("Module.Py_EmscriptenSignalBuffer[0]"));
});
