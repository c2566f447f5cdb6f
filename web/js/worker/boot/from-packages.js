/**
 * The ordinary way to start Python: everything is asked for at once, then one phase after the other.
 *
 * Two things make it quick. What `make site` packs is only what is imported at start, as byte code; and WebAssembly is
 * compiled as it arrives. Pyodide is started as it comes from npm; it is only handed what it would fetch itself.
 */

import {
  instantiating,
  loadOffline,
  memoryOf,
  mount,
  onceCreatingModule,
  SITE_PACKAGES,
  STDLIB,
  settings,
  started,
} from "./interpreter.js";

/** @import { PyodideAPI as Pyodide } from "pyodide" */
/** @import { BootResult } from "./boot.js" */
/** @import { Download } from "./download.js" */
/** @import { Asset, Assets, Build, Phase } from "../../protocol/build-info.js" */

const MEMORY = 20971520; // bytes: what Pyodide begins with

/**
 * @param {Build} build
 * @param {Download} download
 * @param {(phase: Phase) => void} enter
 * @returns {Promise<BootResult>}
 */
export async function start({ assets, lock, models, defaultModel }, download, enter) {
  const model = models.find(({ name }) => name === defaultModel) ?? models[0];
  const arriving = askForEverything(assets, model, download);
  const [{ loadPyodide }, stdlib] = await Promise.all([
    arriving.pyodideModule,
    arriving.stdlib,
    arriving.pyodideScript,
    arriving.wasm,
  ]);
  enter("python");
  const pyodide = await startPython(loadPyodide, arriving.wasm, stdlib, lock);

  const [numpy, ours, libraries] = await Promise.all([arriving.numpy, arriving.ours, arriving.libraries]);
  enter("numpy");
  mount(pyodide.FS, SITE_PACKAGES, numpy);
  mount(pyodide.FS, SITE_PACKAGES, ours);
  for (const { path, module } of libraries) {
    await mountLibrary(pyodide, path, module);
  }
  const runtime = pyodide.pyimport("glasscnn_runtime");
  runtime.import_numpy();
  const bytes = pyodide.toPy(await arriving.model);
  runtime.begin_with(bytes, model.name);
  bytes.destroy();
  return { ...started(pyodide, runtime, assets.attic, download), complete: async () => {} };
}

/**
 * Start all downloads; what can be compiled or unpacked is, as it arrives.
 * @param {Assets} assets
 * @param {Asset} model
 * @param {Download} download
 */
function askForEverything(assets, model, download) {
  return download.together({
    pyodideModule: download.imported(assets.pyodideModule),
    pyodideScript: download.imported(assets.pyodideScript),
    wasm: download.compiled(assets.pyodideWasm),
    stdlib: download.unpacked(assets.stdlib),
    numpy: download.unpacked(assets.numpy),
    ours: download.unpacked(assets.package),
    model: download.bytes(model),
    libraries: Promise.all(
      assets.libraries.map(async (asset) => ({ path: asset.path, module: await download.compiled(asset) })),
    ),
  });
}

/**
 * The interpreter, up to its prompt.
 * @param {typeof import("pyodide").loadPyodide} loadPyodide
 * @param {Promise<WebAssembly.Module>} wasm
 * @param {Map<string, Uint8Array>} stdlib
 * @param {object} lock the `info` of Pyodide's lock file
 * @returns {Promise<Pyodide>}
 */
function startPython(loadPyodide, wasm, stdlib, lock) {
  return new Promise((resolve, reject) => {
    onceCreatingModule((createModule, options) =>
      createModule({ ...options, wasmMemory: memoryOf(MEMORY), instantiateWasm: instantiating(wasm, reject) }),
    );
    loadOffline(loadPyodide, { ...settings(lock), fsInit: async (FS) => mount(FS, STDLIB, stdlib) }).then(
      resolve,
      reject,
    );
  });
}

/**
 * Make a compiled shared object importable: Python looks for its file, Emscripten then takes it as loaded already.
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
