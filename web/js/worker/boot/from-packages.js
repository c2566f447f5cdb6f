/**
 * Starts Python from packages: all files are requested at once, then Pyodide and NumPy are started in turn.
 *
 * Two things make it fast: the archives contain only what is imported at start, as byte code, and WebAssembly is
 * compiled as soon as it arrives. Pyodide is unmodified; it is passed the files that it would fetch itself.
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
  STDLIB,
} from "./interpreter.js";

/** @import { PyodideAPI as Pyodide } from "pyodide" */
/** @import { BootResult } from "./boot.js" */
/** @import { Download } from "./download.js" */
/** @import { Asset, Assets, Build, Library, Phase } from "../../protocol/build-info.js" */

const MEMORY = 20971520; // bytes; Pyodide's own initial size

/**
 * @param {Build} build
 * @param {Download} download
 * @param {(phase: Phase) => void} enter
 * @param {number} [memoryLimit] in bytes
 * @returns {Promise<BootResult>}
 */
export async function start({ assets, lock, models, defaultModel }, download, enter, memoryLimit) {
  const model = models.find(({ name }) => name === defaultModel) ?? models[0];
  const pending = requestAll(assets, model, download);
  const [{ loadPyodide }, stdlib] = await Promise.all([
    pending.pyodideModule,
    pending.stdlib,
    pending.pyodideScript,
    pending.wasm,
  ]);
  enter("python");
  const pyodide = await startPython(loadPyodide, pending.wasm, stdlib, lock, memoryLimit);

  const [numpy, ours, libraries] = await Promise.all([pending.numpy, pending.ours, pending.libraries]);
  enter("numpy");
  mount(pyodide.FS, SITE_PACKAGES, numpy);
  mount(pyodide.FS, SITE_PACKAGES, ours);
  for (const { path, module } of libraries) {
    await mountLibrary(pyodide, path, module);
  }
  const runtime = pyodide.pyimport("glasscnn_runtime");
  runtime.import_numpy();
  const bytes = pyodide.toPy(await pending.model);
  runtime.create_initial_session(bytes, model.name);
  bytes.destroy();
  return { ...finishBoot(pyodide, runtime, assets.lazyArchives, download), complete: async () => {} };
}

/**
 * Start all downloads; modules are compiled and archives unpacked as they arrive.
 * @param {Assets} assets
 * @param {Asset} model
 * @param {Download} download
 */
function requestAll(assets, model, download) {
  return download.handled({
    pyodideModule: download.imported(assets.pyodideModule),
    pyodideScript: download.imported(assets.pyodideScript),
    wasm: download.compiled(assets.pyodideWasm),
    stdlib: download.unpacked(assets.stdlib),
    numpy: download.unpacked(assets.numpy),
    ours: download.unpacked(assets.package),
    model: download.bytes(model),
    libraries: compiledLibraries(assets.libraries, download),
  });
}

/**
 * Compile the libraries; Python runs without those that only make it faster.
 * @param {Library[]} libraries
 * @param {Download} download
 */
async function compiledLibraries(libraries, download) {
  const compiled = await Promise.all(
    libraries.map(async (library) => {
      const module = await download.compiled(library).catch((error) => {
        if (library.simd) {
          console.warn("NumPy computes with its own loops.", error);
          return null;
        }
        throw error;
      });
      return { path: library.path, module };
    }),
  );
  return compiled.flatMap(({ path, module }) => (module ? [{ path, module }] : []));
}

/**
 * Start the interpreter, without NumPy.
 * @param {typeof import("pyodide").loadPyodide} loadPyodide
 * @param {Promise<WebAssembly.Module>} wasm
 * @param {Map<string, Uint8Array>} stdlib
 * @param {object} lock the `info` of Pyodide's lock file
 * @param {number} [memoryLimit] in bytes
 * @returns {Promise<Pyodide>}
 */
function startPython(loadPyodide, wasm, stdlib, lock, memoryLimit) {
  return new Promise((resolve, reject) => {
    interceptModuleCreation((createModule, options) =>
      createModule({
        ...options,
        wasmMemory: createMemory(MEMORY, memoryLimit),
        instantiateWasm: instantiateWasmHook(wasm, reject),
      }),
    );
    loadOffline(loadPyodide, { ...pyodideOptions(lock), fsInit: async (FS) => mount(FS, STDLIB, stdlib) }).then(
      resolve,
      reject,
    );
  });
}

/**
 * Make a compiled shared object importable: Python finds an empty file, and Emscripten uses the preloaded module.
 * @param {Pyodide} pyodide
 * @param {string} path
 * @param {WebAssembly.Module} library
 */
async function mountLibrary(pyodide, path, library) {
  const emscripten = /** @type {any} */ (pyodide)._module;
  mount(pyodide.FS, "", new Map([[path, new Uint8Array()]]));
  emscripten.preloadedWasm[path] = await emscripten.loadWebAssemblyModule(
    library,
    { loadAsync: true, nodelete: true },
    path,
    {},
  );
}
