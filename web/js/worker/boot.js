/**
 * How Python gets up in the worker: everything is asked for at once, then one phase after the other.
 *
 * Two things make it quick. What `make site` packs is only what is imported at start, as byte code; and WebAssembly is
 * compiled while it streams in. Pyodide is started as it comes from npm; it is only handed what it would fetch itself.
 */

import { Download } from "./download.js";

/** @typedef {import("./download.js").Asset} Asset */
/** @typedef {import("pyodide").PyodideAPI} Pyodide */

/**
 * The assets in build.json.
 * @typedef {object} Assets
 * @property {Asset} pyodideModule
 * @property {Asset} pyodideScript
 * @property {Asset} pyodideWasm
 * @property {Asset} stdlib
 * @property {Asset} numpy
 * @property {Asset} package
 * @property {(Asset & { path: string })[]} libraries shared objects, with the path where Python looks for them
 * @property {Record<string, Asset>} attic archives that are fetched when something of them is first imported
 */

/** @typedef {{ assets: Assets, lock: object }} Build */
/** @typedef {"download" | "python" | "numpy"} Phase */
/** @typedef {(progress: { phase: Phase, loaded: number, total: number }) => void} OnProgress */

const STDLIB = "/lib/python3.13";
const SITE_PACKAGES = `${STDLIB}/site-packages`;
const NOWHERE = "data:,";
const EMPTY_ZIP = "data:application/zip;base64,UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==";

/**
 * Start Python in this worker.
 * @param {Build} build what build.json says
 * @param {string} baseUrl the address of the folder that build.json lies in
 * @param {OnProgress} onProgress
 * @returns {Promise<Pyodide>} with NumPy imported and glasscnn importable
 */
export async function boot(build, baseUrl, onProgress) {
  if (typeof WebAssembly !== "object") {
    throw new Error("This browser has no WebAssembly, or it is switched off; use a current browser or switch it on.");
  }
  const { assets } = build;
  const total = sizes(assets);
  const download = new Download(baseUrl, total, (loaded) => onProgress({ phase: "download", loaded, total }));
  const arriving = askForEverything(assets, download);

  const [pyodideModule, , wasm, stdlib] = await Promise.all([
    arriving.pyodideModule,
    arriving.pyodideScript,
    arriving.wasm,
    arriving.stdlib,
  ]);
  onProgress({ phase: "python", loaded: download.loaded, total });
  const pyodide = await startPython(pyodideModule.loadPyodide, wasm, stdlib, build.lock);

  const [numpy, ours, libraries] = await Promise.all([arriving.numpy, arriving.ours, arriving.libraries]);
  onProgress({ phase: "numpy", loaded: total, total });
  mount(pyodide.FS, SITE_PACKAGES, numpy);
  mount(pyodide.FS, SITE_PACKAGES, ours);
  for (const [path, library] of libraries) {
    await mountLibrary(pyodide, path, library);
  }
  importNumpy(pyodide, assets.attic, download);
  return pyodide;
}

/** @param {Assets} assets */
function sizes({ attic: _, libraries, ...others }) {
  return [...Object.values(others), ...libraries].reduce((sum, asset) => sum + asset.bytes, 0);
}

/**
 * Start all downloads; what can be compiled or unpacked is, as it arrives.
 * @param {Assets} assets
 * @param {Download} download
 */
function askForEverything(assets, download) {
  const arriving = {
    pyodideModule: download.imported(assets.pyodideModule),
    pyodideScript: download.imported(assets.pyodideScript),
    wasm: download.compiled(assets.pyodideWasm),
    stdlib: download.unpacked(assets.stdlib),
    numpy: download.unpacked(assets.numpy),
    ours: download.unpacked(assets.package),
    libraries: Promise.all(
      assets.libraries.map(async (asset) => /** @type {const} */ ([asset.path, await download.compiled(asset)])),
    ),
  };
  for (const promise of Object.values(arriving)) {
    promise.catch(() => {}); // whoever awaits it reports the failure; the others are not "unhandled"
  }
  return arriving;
}

/**
 * The interpreter, up to its prompt.
 * @param {typeof import("pyodide").loadPyodide} loadPyodide
 * @param {WebAssembly.Module} wasm
 * @param {Map<string, Uint8Array>} stdlib
 * @param {object} lock the `info` of Pyodide's lock file
 * @returns {Promise<Pyodide>}
 */
function startPython(loadPyodide, wasm, stdlib, lock) {
  return new Promise((resolve, reject) => {
    handOverModule(wasm, reject);
    loadPyodide({
      indexURL: NOWHERE, // it would fetch the module from there
      stdLibURL: EMPTY_ZIP, // the library is mounted unpacked, where it can be added to
      fsInit: async (FS) => mount(FS, STDLIB, stdlib),
      lockFileContents: /** @type {any} */ ({ info: lock, packages: {} }),
      packageBaseUrl: NOWHERE,
      env: { PYTHONOPTIMIZE: "2", PYTHONDONTWRITEBYTECODE: "1" },
    }).then(resolve, reject);
  });
}

/**
 * Let Emscripten instantiate the module that is compiled already.
 *
 * `loadPyodide` calls `_createPyodideModule`, which pyodide.asm.js has put into the global scope.
 * @param {WebAssembly.Module} wasm
 * @param {(error: unknown) => void} onFailure Emscripten itself waits forever for a module that cannot be made
 */
function handOverModule(wasm, onFailure) {
  const scope = /** @type {any} */ (globalThis);
  const createModule = scope._createPyodideModule;
  const marker = Symbol("error");
  const sentinel = { create_sentinel: () => marker, is_sentinel: (/** @type {unknown} */ value) => value === marker };
  scope._createPyodideModule = (/** @type {any} */ settings) =>
    createModule({
      ...settings,
      instantiateWasm(/** @type {any} */ imports, /** @type {any} */ onInstance) {
        WebAssembly.instantiate(wasm, { ...imports, sentinel }).then(
          (instance) => onInstance(instance, wasm),
          onFailure,
        );
        return {};
      },
    });
}

/**
 * Write files into Python's file system.
 * @param {Pyodide["FS"]} FS
 * @param {string} root
 * @param {Map<string, Uint8Array>} files
 */
function mount(FS, root, files) {
  for (const [name, data] of files) {
    const path = `${root}/${name}`;
    FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    FS.writeFile(path, data, { canOwn: true });
  }
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

/**
 * @param {Pyodide} pyodide
 * @param {Record<string, Asset>} attic
 * @param {Download} download
 */
function importNumpy(pyodide, attic, download) {
  const runtime = pyodide.pyimport("glasscnn_runtime");
  runtime.import_numpy();
  runtime.open_attic(`${STDLIB}/attic.json`, (/** @type {string} */ name) =>
    pyodide.toPy(download.bytesAtOnce(attic[name])),
  );
  runtime.destroy();
}
