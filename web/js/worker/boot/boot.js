/**
 * Boots Python in the worker: from the memory snapshot if that is possible, otherwise from its packages.
 */

import { withRunnableLibraries } from "../../protocol/simd.js";
import { Download } from "./download.js";
import { start } from "./from-packages.js";
import { restore } from "./from-snapshot.js";

/** @import { PyodideAPI as Pyodide } from "pyodide" */
/** @import { Model } from "../../protocol/messages.js" */
/** @import { BootMode, Build, Phase } from "../../protocol/build-info.js" */

const EMPTY_MODULE = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]); // magic and version

/**
 * The result of booting.
 * @typedef {object} BootResult
 * @property {Pyodide} pyodide with NumPy imported and glasscnn importable
 * @property {any} session a `glasscnn.bridge.Session` with the default model
 * @property {Model} model the default model
 * @property {() => Promise<void>} complete fetches the modules that only questions and other models need
 */

/** @typedef {(progress: { phase: Phase, loaded: number, total: number }) => void} OnProgress */

/**
 * Start Python in this worker.
 * @param {Build} build the contents of build.json
 * @param {string} baseUrl the URL that the URLs in build.json are relative to
 * @param {OnProgress} onProgress
 * @param {BootMode} [bootMode]
 * @returns {Promise<BootResult>}
 */
export async function boot(build, baseUrl, onProgress, bootMode = "snapshot") {
  if (typeof WebAssembly !== "object") {
    throw new Error("This browser has no WebAssembly, or it is switched off; use a current browser or switch it on.");
  }
  if (isForbidden()) {
    throw new Error(
      "The host of this page forbids WebAssembly: its Content-Security-Policy must allow 'wasm-unsafe-eval' in script-src.",
    );
  }
  const runnable = withRunnableLibraries(build);
  const attempt = (/** @type {typeof restore | typeof start} */ startPython) => {
    const download = new Download(baseUrl, (loaded, total) => onProgress({ phase: "download", loaded, total }));
    return startPython(runnable, download, (phase) =>
      onProgress({ phase, loaded: download.loaded, total: download.total }),
    );
  };
  if (bootMode === "snapshot" && hasLibrariesOfSnapshot(runnable)) {
    try {
      return await attempt(restore);
    } catch (error) {
      console.warn("The memory snapshot cannot be used; Python is started from its packages.", error);
      onProgress({ phase: "fallback", loaded: 0, total: 0 });
    }
  }
  return attempt(start);
}

/** Whether a Content-Security-Policy forbids to compile WebAssembly. */
function isForbidden() {
  try {
    return !new WebAssembly.Module(EMPTY_MODULE);
  } catch {
    return true;
  }
}

/**
 * Whether there is a snapshot, and every library in it is there too.
 * @param {Build} build
 */
function hasLibrariesOfSnapshot({ assets: { snapshot, libraries } }) {
  return snapshot?.state.sideModules.every((sideModule) => libraries.some(({ path }) => path === sideModule.path));
}
