/**
 * Starts Python from the memory snapshot: NumPy and glasscnn have been imported, have run once, and have loaded the
 * default model.
 *
 * `make site` writes the snapshot (export_tools/site/snapshot/snapshot.mjs). Here Emscripten creates its module as usual,
 * but nothing runs in it: the libraries are loaded at their former addresses, the snapshot is copied into memory, and
 * Python continues.
 */

import {
  createMemory,
  finishBoot,
  instantiateWasmHook,
  interceptModuleCreation,
  loadOffline,
  mount,
  pyodideOptions,
  SITE_PACKAGES,
} from "./interpreter.js";

/** @import { PyodideAPI as Pyodide } from "pyodide" */
/** @import { BootResult } from "./boot.js" */
/** @import { Download } from "./download.js" */
/** @import { Assets, Build, Phase, SideModule, SnapshotState } from "../../protocol/build-info.js" */

/** @typedef {{ path: string, module: WebAssembly.Module }} Library */
/** @typedef {ReturnType<typeof requestAll>} Pending */

const ANY_SNAPSHOT = new Uint8Array(65536); // makes `loadPyodide` restore; its contents are replaced by ours

/**
 * @param {Build} build
 * @param {Download} download
 * @param {(phase: Phase) => void} enter
 * @param {number} [memoryLimit] in bytes
 * @returns {Promise<BootResult>}
 */
export async function restore({ assets, lock }, download, enter, memoryLimit) {
  const pending = requestAll(assets, download);
  const [{ loadPyodide }] = await Promise.all([pending.pyodideModule, pending.pyodideScript]);
  const pyodide = await resumePython(
    loadPyodide,
    lock,
    assets.snapshot.state,
    pending,
    () => enter("restore"),
    memoryLimit,
  );
  const runtime = pyodide.pyimport("glasscnn_runtime");
  runtime.reseed();
  const complete = async () =>
    mount(pyodide.FS, SITE_PACKAGES, await download.withoutProgress().unpacked(assets.package));
  return { ...finishBoot(pyodide, runtime, assets.lazyArchives, download), complete };
}

/**
 * Start all downloads. The standard library, NumPy and the model are in the snapshot and are not requested; the files of
 * glasscnn that were not imported follow later.
 * @param {Assets} assets
 * @param {Download} download
 */
function requestAll(assets, download) {
  return download.handled({
    snapshot: download.checked(assets.snapshot),
    wasm: download.compiled(assets.pyodideWasm),
    pyodideScript: download.imported(assets.pyodideScript),
    pyodideModule: download.imported(assets.pyodideModule),
    libraries: Promise.all(
      assets.libraries.map(async (asset) => ({ path: asset.path, module: await download.compiled(asset) })),
    ),
  });
}

/**
 * @param {typeof import("pyodide").loadPyodide} loadPyodide
 * @param {object} lock the `info` of Pyodide's lock file
 * @param {SnapshotState} state
 * @param {Pending} pending
 * @param {() => void} onDownloaded everything has been downloaded
 * @param {number} [memoryLimit] in bytes
 * @returns {Promise<Pyodide>}
 */
function resumePython(loadPyodide, lock, state, pending, onDownloaded, memoryLimit) {
  return new Promise((resolve, reject) => {
    interceptModuleCreation(async (createModule, options) => {
      const wasmMemory = createMemory(state.bytes, memoryLimit);
      const instantiateWasm = instantiateWasmHook(pending.wasm, reject);
      const emscripten = await createModule({ ...options, wasmMemory, instantiateWasm });
      await restoreLibraries(emscripten, state, await pending.libraries);
      const snapshot = await pending.snapshot;
      onDownloaded();
      restoreMemory(emscripten, state, snapshot);
      options.API.restoreSnapshot = () => state.references;
      return emscripten;
    });
    loadOffline(loadPyodide, { ...pyodideOptions(lock), _loadSnapshot: ANY_SNAPSHOT }).then(resolve, reject);
  });
}

/**
 * Instantiate every library at its former address, in a module in which nothing has run. Its initialisation does not run
 * either: the results are in the snapshot.
 * @param {any} emscripten
 * @param {Pick<SnapshotState, "addresses" | "tableLength" | "sideModules" | "slots">} state
 * @param {Library[]} libraries
 */
export async function restoreLibraries(emscripten, state, libraries) {
  const { GOTHandler, HEAPU8, wasmTable } = emscripten;
  HEAPU8.fill(0, emscripten._emscripten_stack_get_base(), emscripten._sbrk(0)); // the used part of the heap
  for (const [symbol, address] of Object.entries(state.addresses)) {
    GOTHandler.get({}, symbol).value = address;
  }
  wasmTable.grow(state.tableLength - wasmTable.length);
  const exported = await Promise.all(
    state.sideModules.map((sideModule) => {
      const library = libraries.find(({ path }) => path === sideModule.path);
      if (!library) {
        throw new Error(`the snapshot needs ${sideModule.path}, which build.json does not list`);
      }
      return restoreLibrary(emscripten, sideModule, library.module);
    }),
  );
  for (const { slot, library, name } of state.slots) {
    wasmTable.set(slot, exported[library][name]);
  }
}

/**
 * @param {any} emscripten
 * @param {SideModule} sideModule
 * @param {WebAssembly.Module} module
 * @returns {Promise<Record<string, any>>} its exports
 */
async function restoreLibrary(emscripten, { path, handle, isGlobal, memoryBase, tableBase }, module) {
  const { GOTHandler, LDSO, relocateExports, newDSO } = emscripten;
  const main = LDSO.loadedLibsByName.__main__.exports;
  /** @type {Record<string, any>} */
  let own = {};
  const env = new Proxy(/** @type {Record<string, any>} */ ({ __memory_base: memoryBase, __table_base: tableBase }), {
    get(known, name) {
      const symbol = String(name);
      const isDefined = symbol in main && !main[symbol].stub;
      known[symbol] ??= isDefined ? main[symbol] : (/** @type {any[]} */ ...values) => own[symbol](...values);
      return known[symbol];
    },
  });
  const addresses = new Proxy({}, GOTHandler);
  const instance = await WebAssembly.instantiate(module, {
    env,
    wasi_snapshot_preview1: env,
    "GOT.mem": addresses,
    "GOT.func": addresses,
  });
  own = relocateExports(instance.exports, memoryBase);
  newDSO(path, handle, own).global = isGlobal;
  return own;
}

/**
 * Copy the runs of the snapshot into memory. Everything between them is there already, or is zero.
 * @param {any} emscripten
 * @param {SnapshotState} state
 * @param {Uint8Array} snapshot
 */
function restoreMemory(emscripten, { runs }, snapshot) {
  const { HEAPU8, LDSO } = emscripten;
  let from = snapshot.length - runs.reduce((sum, [, length]) => sum + length, 0);
  for (const [start, length] of runs) {
    HEAPU8.set(snapshot.subarray(from, from + length), start);
    from += length;
  }
  LDSO.loadedLibsByName.__main__.exports._PyEM_InitTrampoline_js(); // Python calls C functions through it
}
