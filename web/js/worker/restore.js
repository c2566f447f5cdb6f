/**
 * The quick way to start Python: its memory as it was when NumPy and glasscnn had been imported and had run once.
 *
 * `make site` writes that memory into an image (export_tools/site/image.mjs). Here Emscripten makes its module as ever,
 * but nothing runs in it: the libraries are put where they were, the image is copied over, and Python goes on.
 */

import { instantiating, mount, onceCreatingModule, openAttic, SITE_PACKAGES, settings } from "./interpreter.js";

/** @typedef {import("./boot.js").Assets} Assets */
/** @typedef {import("./boot.js").Phase} Phase */
/** @typedef {import("./download.js").Download} Download */
/** @typedef {import("pyodide").PyodideAPI} Pyodide */
/** @typedef {{ path: string, handle: number, isGlobal: boolean, memoryBase: number, tableBase: number }} SideModule */
/** @typedef {{ path: string, module: WebAssembly.Module }} Library */

/**
 * What JavaScript knows of a running Python (export_tools/site/running_state.mjs).
 * @typedef {object} State
 * @property {number} bytes of memory
 * @property {number} staticEnd up to here a fresh module has what Python began with, from here on zeros
 * @property {number} tableLength of the table of functions
 * @property {SideModule[]} sideModules the libraries, with the places where they were
 * @property {Record<string, number>} addresses by symbol, as the libraries have resolved them
 * @property {{ slot: number, library: number, name: string }[]} slots of the table that hold a library's function
 * @property {object} references to JavaScript's objects
 */

const BYTES_PER_PAGE = 65536;
const MOST_PAGES = 65536; // Pyodide's
const ANY_SNAPSHOT = new Uint8Array(BYTES_PER_PAGE); // tells `loadPyodide` that it is to restore; ours comes in its place

/**
 * @param {import("./boot.js").Build} build
 * @param {Download} download
 * @param {(phase: Phase) => void} enter
 * @returns {Promise<Pyodide>}
 */
export async function restore({ assets, lock }, download, enter) {
  checkFit(assets);
  const arriving = askForEverything(assets, download);
  const [{ loadPyodide }, , wasm, image, libraries, ours] = await Promise.all([
    arriving.pyodideModule,
    arriving.pyodideScript,
    arriving.wasm,
    arriving.image,
    arriving.libraries,
    arriving.ours,
  ]);
  enter("restore");
  const pyodide = await wake(loadPyodide, lock, wasm, image, libraries);
  mount(pyodide.FS, SITE_PACKAGES, ours);
  const runtime = pyodide.pyimport("glasscnn_runtime");
  runtime.reseed();
  openAttic(pyodide, runtime, assets.attic, download);
  return pyodide;
}

/**
 * An image of one build with the code of another would crash, or worse, compute something else.
 * @param {Assets} assets
 */
function checkFit({ image, pyodideWasm, libraries }) {
  const found = [pyodideWasm, ...libraries].map(({ sha256 }) => sha256);
  if (image.madeFrom.join() !== found.join()) {
    throw new Error(`${image.url} was made from other WebAssembly than that in build.json: the site is mixed up`);
  }
}

/**
 * @param {Assets} assets
 * @param {Download} download
 */
function askForEverything(assets, download) {
  return download.together({
    pyodideModule: download.imported(assets.pyodideModule),
    pyodideScript: download.imported(assets.pyodideScript),
    wasm: download.compiled(assets.pyodideWasm),
    image: download.checked(assets.image),
    libraries: Promise.all(
      assets.libraries.map(async (asset) => ({ path: asset.path, module: await download.checked(asset) })),
    ),
    ours: download.unpacked(assets.package),
  });
}

/**
 * @param {typeof import("pyodide").loadPyodide} loadPyodide
 * @param {object} lock the `info` of Pyodide's lock file
 * @param {WebAssembly.Module} wasm
 * @param {WebAssembly.Module} image
 * @param {Library[]} libraries
 * @returns {Promise<Pyodide>}
 */
function wake(loadPyodide, lock, wasm, image, libraries) {
  const state = readState(image);
  return new Promise((resolve, reject) => {
    onceCreatingModule(async (createModule, options) => {
      const wasmMemory = new WebAssembly.Memory({ initial: state.bytes / BYTES_PER_PAGE, maximum: MOST_PAGES });
      const emscripten = await createModule({ ...options, wasmMemory, instantiateWasm: instantiating(wasm, reject) });
      await putBackLibraries(emscripten, state, libraries);
      await putBackMemory(emscripten, state, image, wasmMemory);
      options.API.restoreSnapshot = () => state.references;
      return emscripten;
    });
    loadPyodide({ ...settings(lock), _loadSnapshot: ANY_SNAPSHOT }).then(resolve, reject);
  });
}

/**
 * @param {WebAssembly.Module} image
 * @returns {State}
 */
function readState(image) {
  const [section] = WebAssembly.Module.customSections(image, "glasscnn");
  return JSON.parse(new TextDecoder().decode(section));
}

/**
 * Instantiate every library at its old place. What it did when it was loaded first is in the image: nothing of it runs.
 * @param {any} emscripten
 * @param {State} state
 * @param {Library[]} libraries
 */
async function putBackLibraries(emscripten, state, libraries) {
  const { GOTHandler, wasmTable } = emscripten;
  for (const [symbol, address] of Object.entries(state.addresses)) {
    GOTHandler.get({}, symbol).value = address;
  }
  wasmTable.grow(state.tableLength - wasmTable.length);
  const exported = await Promise.all(
    state.sideModules.map((sideModule) => {
      const library = libraries.find(({ path }) => path === sideModule.path);
      if (!library) {
        throw new Error(`the image needs ${sideModule.path}, which build.json does not list`);
      }
      return putBackLibrary(emscripten, sideModule, library.module);
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
async function putBackLibrary(emscripten, { path, handle, isGlobal, memoryBase, tableBase }, module) {
  const { GOTHandler, LDSO, relocateExports, newDSO } = emscripten;
  const main = LDSO.loadedLibsByName.__main__.exports;
  /** @type {Record<string, any>} */
  let own = {};
  const env = new Proxy(/** @type {Record<string, any>} */ ({ __memory_base: memoryBase, __table_base: tableBase }), {
    get(known, name) {
      const symbol = String(name);
      const isThere = symbol in main && !main[symbol].stub;
      known[symbol] ??= isThere ? main[symbol] : (/** @type {any[]} */ ...values) => own[symbol](...values);
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
 * The image is a module of nothing but data: instantiating it writes every byte to its place.
 * @param {any} emscripten
 * @param {State} state
 * @param {WebAssembly.Module} image
 * @param {WebAssembly.Memory} memory
 */
async function putBackMemory(emscripten, { staticEnd }, image, memory) {
  emscripten.HEAPU8.fill(0, staticEnd, emscripten._sbrk(0));
  await WebAssembly.instantiate(image, { env: { memory } });
  emscripten.LDSO.loadedLibsByName.__main__.exports._PyEM_InitTrampoline_js(); // Python calls functions through it
}
