/**
 * How Python gets up in the worker: woken from the memory image if that can be done, else started the ordinary way.
 */

import { Download } from "./download.js";
import { start } from "./from-packages.js";
import { restore } from "./from-snapshot.js";

/** @import { PyodideAPI as Pyodide } from "pyodide" */
/** @import { Model } from "../../protocol/messages.js" */
/** @import { Build, Phase, Way } from "../../protocol/build-info.js" */

/**
 * What a boot comes to.
 * @typedef {object} BootResult
 * @property {Pyodide} pyodide with NumPy imported and glasscnn importable
 * @property {any} session a `glasscnn.bridge.Session` with the model in force that the site begins with
 * @property {Model} model that one
 * @property {() => Promise<void>} complete fetches what only questions and other models need
 */

/** @typedef {(progress: { phase: Phase, loaded: number, total: number }) => void} OnProgress */

/**
 * Start Python in this worker.
 * @param {Build} build what build.json says
 * @param {string} baseUrl the address of the folder that build.json lies in
 * @param {OnProgress} onProgress
 * @param {Way} [way]
 * @returns {Promise<BootResult>}
 */
export async function boot(build, baseUrl, onProgress, way = "image") {
  if (typeof WebAssembly !== "object") {
    throw new Error("This browser has no WebAssembly, or it is switched off; use a current browser or switch it on.");
  }
  const attempt = (/** @type {typeof restore | typeof start} */ getUp) => {
    const download = new Download(baseUrl, (loaded, total) => onProgress({ phase: "download", loaded, total }));
    return getUp(build, download, (phase) => onProgress({ phase, loaded: download.loaded, total: download.total }));
  };
  if (way === "image" && build.assets.image) {
    try {
      return await attempt(restore);
    } catch (error) {
      console.warn("The memory image cannot be used; Python is started the ordinary way.", error);
      onProgress({ phase: "fallback", loaded: 0, total: 0 });
    }
  }
  return attempt(start);
}
