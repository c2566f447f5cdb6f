/**
 * Types of the built site: the contents of build.json, written by export_tools/site/build.py, and the phases of
 * booting.
 */

/**
 * A file of the site, as listed in build.json.
 * @typedef {{ url: string, bytes: number, sha256: string }} Asset
 */

/** @typedef {{ path: string, handle: number, isGlobal: boolean, memoryBase: number, tableBase: number }} SideModule */

/**
 * What JavaScript knows of a running Python (export_tools/site/snapshot/running_state.mjs), and which parts of its
 * memory the snapshot holds, one after the other.
 * @typedef {object} SnapshotState
 * @property {number} bytes of memory
 * @property {[start: number, length: number][]} runs
 * @property {number} tableLength of the table of functions
 * @property {SideModule[]} sideModules the libraries, with their positions in memory and table
 * @property {Record<string, number>} addresses by symbol, as the libraries have resolved them
 * @property {{ slot: number, library: number, name: string }[]} slots of the table that hold a library's function
 * @property {object} references to JavaScript's objects
 */

/**
 * A shared object, with the path where Python looks for it.
 * @typedef {Asset & { path: string, simd: boolean }} Library `simd`: needs WebAssembly's SIMD, and Python runs without it
 */

/**
 * The assets in build.json.
 * @typedef {object} Assets
 * @property {Asset} pyodideModule
 * @property {Asset} pyodideScript
 * @property {Asset} pyodideWasm
 * @property {Asset & { state: SnapshotState }} snapshot the memory snapshot and the state of JavaScript around
 *   it; missing in the single file
 * @property {Asset} stdlib
 * @property {Asset} numpy
 * @property {Asset} package
 * @property {Asset} own what only the sandbox needs of our package
 * @property {Library[]} libraries
 * @property {Record<string, Asset>} lazyArchives fetched when a module is imported that is not there
 */

/** @typedef {Asset & { name: string }} ModelFile */
/** @typedef {{ assets: Assets, lock: object, models: ModelFile[], defaultModel: string }} Build */

/** @typedef {"snapshot" | "plain"} BootMode from the memory snapshot, with a fallback; or from the packages at once */
/** @typedef {"download" | "restore" | "fallback" | "python" | "numpy"} Phase */

/**
 * The worker that early-start.js has opened, and the error event that it has dispatched since.
 * @typedef {{ worker: Worker, error: ErrorEvent | null }} EarlyWorker
 */

/**
 * @typedef {object} FileAnswer
 * @property {number} status
 * @property {string} type of the content
 * @property {() => Promise<ArrayBuffer>} read the whole file
 */

export {};
