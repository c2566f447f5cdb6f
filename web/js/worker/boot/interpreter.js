/** What every way of starting Pyodide shares, in the worker and where the snapshot is made: places and settings. */

import { withFastFunctions } from "./wasm-functions.js";

/** @import { PyodideAPI as Pyodide } from "pyodide" */
/** @import { BootResult } from "./boot.js" */
/** @import { Download } from "./download.js" */
/** @import { Asset } from "../../protocol/build-info.js" */

export const STDLIB = "/lib/python3.13";
export const SITE_PACKAGES = `${STDLIB}/site-packages`;

const BYTES_PER_PAGE = 65536;
const MEMORY_LIMIT = 65536 * BYTES_PER_PAGE; // Pyodide's own
const NO_URL = "data:,";
const EMPTY_ZIP = [0x50, 0x4b, 5, 6, ...Array(18).fill(0)]; // an end of directory without entries (APPNOTE, 4.3.16)

/**
 * Start Pyodide without network requests. It would fetch an interpreter and a standard library, which are passed to it
 * in other ways here; the page's policy blocks requests for `data:` URLs, so `fetch` is replaced meanwhile.
 * @param {typeof import("pyodide").loadPyodide} loadPyodide
 * @param {Parameters<typeof import("pyodide").loadPyodide>[0]} options
 * @returns {Promise<Pyodide>}
 */
export async function loadOffline(loadPyodide, options) {
  const { fetch } = globalThis;
  globalThis.fetch = async () => new Response(Uint8Array.from(EMPTY_ZIP));
  try {
    return await loadPyodide(options);
  } finally {
    globalThis.fetch = fetch;
  }
}

/**
 * Options of `loadPyodide` with which it has nothing to fetch.
 * @param {object} lock the `info` of Pyodide's lock file
 */
export function pyodideOptions(lock) {
  return {
    indexURL: NO_URL,
    stdLibURL: NO_URL, // the library is mounted as files, so that more can be added
    lockFileContents: /** @type {any} */ ({ info: lock, packages: {} }),
    packageBaseUrl: NO_URL,
    env: { PYTHONOPTIMIZE: "2", PYTHONDONTWRITEBYTECODE: "1" },
  };
}

/**
 * Write files into Python's file system.
 * @param {Pyodide["FS"]} FS
 * @param {string} root
 * @param {Map<string, Uint8Array>} files
 */
export function mount(FS, root, files) {
  for (const [name, data] of files) {
    const path = `${root}/${name}`;
    FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    FS.writeFile(path, data, { canOwn: true });
  }
}

/**
 * Intercept the next creation of Emscripten's module: `create` gets the original function and its settings.
 *
 * `loadPyodide` calls `_createPyodideModule`, which pyodide.asm.js has defined in the global scope.
 * @param {(createModule: (settings: any) => Promise<any>, settings: any) => Promise<any>} create
 */
export function interceptModuleCreation(create) {
  const scope = /** @type {any} */ (globalThis);
  const createModule = scope._createPyodideModule.createModule ?? scope._createPyodideModule; // never wrap it twice
  scope._createPyodideModule = Object.assign(
    (/** @type {any} */ settings) => {
      scope._createPyodideModule = createModule;
      return create((changed) => withoutStackTraces(() => withFastFunctions(() => createModule(changed))), settings);
    },
    { createModule },
  );
}

/**
 * Run a function without collecting stack traces. Emscripten throws and catches errors while it starts, and V8 would
 * parse all of pyodide.asm.js again to find their line numbers.
 * @template T
 * @param {() => Promise<T>} run
 * @returns {Promise<T>}
 */
async function withoutStackTraces(run) {
  const errors = /** @type {{ stackTraceLimit?: number }} */ (Error);
  const { stackTraceLimit } = errors;
  errors.stackTraceLimit = 0;
  try {
    return await run();
  } finally {
    errors.stackTraceLimit = stackTraceLimit;
  }
}

/**
 * An `instantiateWasm` hook for Emscripten that uses a module compiled elsewhere.
 * @param {Promise<WebAssembly.Module>} compiled
 * @param {(error: unknown) => void} onFailure without it, Emscripten would wait forever for a module that fails
 */
export function instantiateWasmHook(compiled, onFailure) {
  const marker = Symbol("error");
  const sentinel = { create_sentinel: () => marker, is_sentinel: (/** @type {unknown} */ value) => value === marker };
  return (/** @type {any} */ imports, /** @type {any} */ onInstance) => {
    compiled
      .then(async (wasm) => onInstance(await WebAssembly.instantiate(wasm, { ...imports, sentinel }), wasm))
      .catch(onFailure);
    return {};
  };
}

/**
 * Create the memory that is passed to Emscripten as `wasmMemory`.
 * @param {number} bytes
 * @param {number} [limit] that it may grow to, in bytes
 * @returns {WebAssembly.Memory}
 */
export function createMemory(bytes, limit = MEMORY_LIMIT) {
  return new WebAssembly.Memory({ initial: bytes / BYTES_PER_PAGE, maximum: limit / BYTES_PER_PAGE });
}

/**
 * Finish booting: enable lazy imports, and take over the session that glasscnn_runtime has prepared.
 * @param {Pyodide} pyodide
 * @param {any} runtime the PyProxy of the module glasscnn_runtime; it is destroyed here
 * @param {Record<string, Asset>} lazyArchives
 * @param {Download} download
 * @returns {Omit<BootResult, "complete">}
 */
export function finishBoot(pyodide, runtime, lazyArchives, download) {
  runtime.open_lazy_archives(
    (/** @type {string} */ name) => pyodide.toPy(download.bytesAtOnce(lazyArchives[name])),
    () => restoreTables(pyodide, download.bytesAtOnce(lazyArchives["tables.wasm"])),
  );
  const { LDSO } = /** @type {any} */ (pyodide)._module;
  performance.mark("python", { detail: { libraries: Object.keys(LDSO.loadedLibsByName) } }); // for tests and developer tools
  const initial = runtime.take_initial_session();
  const [session, model] = [initial.session.copy(), initial.model];
  initial.destroy();
  runtime.destroy();
  return { pyodide, session, model: JSON.parse(model) };
}

/**
 * Write the tables into Python's memory that were split off the interpreter
 * (export_tools/site/snapshot/split_tables.mjs).
 * @param {Pyodide} pyodide
 * @param {Uint8Array<ArrayBuffer>} tables a WebAssembly module with data segments only
 */
function restoreTables(pyodide, tables) {
  const memory = /** @type {any} */ (pyodide)._module.wasmMemory;
  new WebAssembly.Instance(new WebAssembly.Module(tables), { env: { memory } });
}
