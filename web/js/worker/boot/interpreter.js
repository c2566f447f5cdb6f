/** What every way of starting Pyodide shares, in the worker and where the memory image is made: places and settings. */

import { withQuickFunctions } from "./wasm-functions.js";

/** @import { PyodideAPI as Pyodide } from "pyodide" */
/** @import { BootResult } from "./boot.js" */
/** @import { Download } from "./download.js" */
/** @import { Asset } from "../../protocol/build-info.js" */

export const STDLIB = "/lib/python3.13";
export const SITE_PACKAGES = `${STDLIB}/site-packages`;

const BYTES_PER_PAGE = 65536;
const MOST_PAGES = 65536; // Pyodide's
const NOWHERE = "data:,";
const EMPTY_ZIP = [0x50, 0x4b, 5, 6, ...Array(18).fill(0)]; // an end of directory without entries (APPNOTE, 4.3.16)

/**
 * Start Pyodide without a request of its own. It would fetch an interpreter and a standard library, which it gets in other
 * ways here; the page's policy stops requests for addresses such as `data:`, so they are answered at once.
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
 * What `loadPyodide` is told, so that it finds nothing to fetch.
 * @param {object} lock the `info` of Pyodide's lock file
 */
export function settings(lock) {
  return {
    indexURL: NOWHERE,
    stdLibURL: NOWHERE, // the library is mounted unpacked, where it can be added to
    lockFileContents: /** @type {any} */ ({ info: lock, packages: {} }),
    packageBaseUrl: NOWHERE,
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
 * Have a say in how Emscripten makes its module, the next time that it does.
 *
 * `loadPyodide` calls `_createPyodideModule`, which pyodide.asm.js has put into the global scope.
 * @param {(createModule: (settings: any) => Promise<any>, settings: any) => Promise<any>} create
 */
export function onceCreatingModule(create) {
  const scope = /** @type {any} */ (globalThis);
  const createModule = scope._createPyodideModule.createModule ?? scope._createPyodideModule; // one that was not called yet
  scope._createPyodideModule = Object.assign(
    (/** @type {any} */ settings) => {
      scope._createPyodideModule = createModule;
      return create((given) => withoutStackTraces(() => withQuickFunctions(() => createModule(given))), settings);
    },
    { createModule },
  );
}

/**
 * Do something in which errors are thrown that nobody sees: V8 would parse all of pyodide.asm.js anew to find their lines.
 * @template T
 * @param {() => Promise<T>} act
 * @returns {Promise<T>}
 */
async function withoutStackTraces(act) {
  const errors = /** @type {{ stackTraceLimit?: number }} */ (Error);
  const { stackTraceLimit } = errors;
  errors.stackTraceLimit = 0;
  try {
    return await act();
  } finally {
    errors.stackTraceLimit = stackTraceLimit;
  }
}

/**
 * Let Emscripten instantiate a module that something else compiles.
 * @param {Promise<WebAssembly.Module>} compiled
 * @param {(error: unknown) => void} onFailure Emscripten itself waits forever for a module that cannot be made
 */
export function instantiating(compiled, onFailure) {
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
 * A memory for Emscripten's module, which keeps it as `wasmMemory`.
 * @param {number} bytes
 * @returns {WebAssembly.Memory}
 */
export function memoryOf(bytes) {
  return new WebAssembly.Memory({ initial: bytes / BYTES_PER_PAGE, maximum: MOST_PAGES });
}

/**
 * A Python that is up: what is not there is fetched when it is imported, and the session to begin with is taken over.
 * @param {Pyodide} pyodide
 * @param {any} runtime the module glasscnn_runtime, which is let go
 * @param {Record<string, Asset>} attic
 * @param {Download} download
 * @returns {Omit<BootResult, "complete">}
 */
export function started(pyodide, runtime, attic, download) {
  runtime.open_attic(
    (/** @type {string} */ name) => pyodide.toPy(download.bytesAtOnce(attic[name])),
    () => putBackTables(pyodide, download.bytesAtOnce(attic["tables.wasm"])),
  );
  const beginning = runtime.take_beginning();
  const [session, model] = [beginning.session.copy(), beginning.model];
  beginning.destroy();
  runtime.destroy();
  return { pyodide, session, model: JSON.parse(model) };
}

/**
 * Lay over Python's memory what the interpreter was shipped without (export_tools/site/snapshot/split_tables.mjs).
 * @param {Pyodide} pyodide
 * @param {Uint8Array<ArrayBuffer>} tables a module of nothing but data
 */
function putBackTables(pyodide, tables) {
  const memory = /** @type {any} */ (pyodide)._module.wasmMemory;
  new WebAssembly.Instance(new WebAssembly.Module(tables), { env: { memory } });
}
