/**
 * How Python gets up in the worker: woken from the memory image if that can be done, else started the ordinary way.
 */

import { Download } from "./download.js";
import { restore } from "./restore.js";
import { start } from "./start.js";

/** @typedef {import("./download.js").Asset} Asset */
/** @typedef {import("pyodide").PyodideAPI} Pyodide */
/** @typedef {Asset & { path: string }} Library a shared object, with the path where Python looks for it */

/**
 * The assets in build.json.
 * @typedef {object} Assets
 * @property {Asset} pyodideModule
 * @property {Asset} pyodideScript
 * @property {Asset} pyodideWasm
 * @property {Asset & { state: import("./restore.js").State }} image the memory image, and what else is to be known of it;
 *   a site can do without
 * @property {Asset} stdlib
 * @property {Asset} numpy
 * @property {Asset} package
 * @property {Library[]} libraries
 * @property {Record<string, Asset>} attic what is fetched when something is imported that is not there
 */

/** @typedef {Asset & { name: string }} ModelFile */
/** @typedef {{ assets: Assets, lock: object, models: ModelFile[], defaultModel: string }} Build */
/**
 * What a boot comes to.
 * @typedef {object} Started
 * @property {Pyodide} pyodide with NumPy imported and glasscnn importable
 * @property {any} session a `glasscnn.bridge.Session` with the model in force that the site begins with
 * @property {import("./protocol.js").Model} model that one
 * @property {() => Promise<void>} complete fetches what only questions and other models need
 */

/** @typedef {"image" | "plain"} Way the one that is tried first */
/** @typedef {"download" | "restore" | "fallback" | "python" | "numpy"} Phase */
/** @typedef {(progress: { phase: Phase, loaded: number, total: number }) => void} OnProgress */

/**
 * Start Python in this worker.
 * @param {Build} build what build.json says
 * @param {string} baseUrl the address of the folder that build.json lies in
 * @param {OnProgress} onProgress
 * @param {Way} [way]
 * @returns {Promise<Started>}
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
