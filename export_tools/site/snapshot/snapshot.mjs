// Writes the memory snapshot that the worker boots from: node snapshot.mjs <folder>
//
// The folder holds warm_up.py, model.npz, Pyodide's own files in `core`, and in `out` the output of strip_exports.mjs
// and archives.mjs. Writes `out/snapshot.wasm`, the memory, and `out/snapshot.json`, its layout and the state outside
// of it.
//
// Python boots from the same archives as the worker, imports NumPy and glasscnn, does once what the page does at its
// start, and creates the initial session. Its memory and the state of JavaScript around it (running_state.mjs) are the
// snapshot, which web/js/worker/boot/from-snapshot.js restores.
//
// The build is reproducible: the clock stands still, random numbers are 0, the hash seed is 0.

import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { loadPyodide } from "pyodide";
import { restoreLibraries } from "../../../web/js/worker/boot/from-snapshot.js";
import {
  createMemory,
  interceptModuleCreation,
  mount,
  pyodideOptions,
  SITE_PACKAGES,
  STDLIB,
} from "../../../web/js/worker/boot/interpreter.js";
import { unpack } from "../../../web/js/worker/boot/unpack.js";
import { describeRunningState, freeLibraryFiles } from "./running_state.mjs";
import { wrapped } from "./wasm_binary.mjs";

const PAGE = 512; // small, since Python changes little of what a fresh module contains
const CHUNK_SIZES = [65536, 16384, 4096, 1024, 256, 128, 64, 48, 32, 24, 16, 8];
const SAFE_DISTANCE = 262144; // from the end of memory, which must not grow
const STACK_IN_USE = 1024;
const EMPTY_ZIP = Buffer.from("UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==", "base64");

/** @param {string} folder */
async function makeSnapshot(folder) {
  makeDeterministic();
  const options = await settingsInNode(folder);
  const pyodide = await startPython(folder, options);
  await runOnce(pyodide, folder);
  freeLibraryFiles(pyodide._module);
  zeroFreeMemory(pyodide._module);

  const memory = pyodide._module.HEAPU8;
  const fresh = await freshModule(options, memory.length);
  const state = describeRunningState(pyodide, fresh);
  await restoreLibraries(fresh, state, await compiledLibraries(folder));
  const runs = changedRuns(memory, fresh.HEAPU8);
  const kept = runs.map(({ start, end }) => memory.subarray(start, end));
  await writeFile(join(folder, "out", "snapshot.wasm"), wrapped("memory", ...kept));
  const places = runs.map(({ start, end }) => [start, end - start]);
  await writeFile(join(folder, "out", "snapshot.json"), JSON.stringify({ ...state, runs: places }));
}

/** Fix the clock and the random numbers, which would differ in the snapshot from build to build. */
function makeDeterministic() {
  const start = Date.UTC(2000);
  Date.now = () => start;
  performance.now = () => 0;
  Math.random = () => 0;
  globalThis.crypto.getRandomValues = (view) => view.fill(0);
}

/** @param {string} folder */
async function settingsInNode(folder) {
  const core = join(folder, "core");
  const lock = JSON.parse(await readFile(join(core, "pyodide-lock.json"), "utf8"));
  for (const file of ["pyodide.asm.js", "pyodide.asm.wasm"]) {
    await copyFile(join(folder, "out", file), join(core, file)); // the stripped version
  }
  const shared = pyodideOptions(lock.info);
  const stdLibURL = join(folder, "empty.zip");
  await writeFile(stdLibURL, EMPTY_ZIP);
  return {
    ...shared,
    indexURL: `${core}/`,
    stdLibURL,
    env: { ...shared.env, HOME: "/home/pyodide", PYTHONHASHSEED: "0" },
  };
}

/**
 * @param {string} folder
 * @param {object} options
 */
async function startPython(folder, options) {
  const stdlib = await unpack(await readFile(join(folder, "out", "stdlib.pack")));
  const fsInit = async (FS) => mount(FS, STDLIB, stdlib);
  return loadPyodide({ ...options, fsInit, _makeSnapshot: true });
}

/**
 * Import NumPy and glasscnn, and do what the page does at its start. Only modules and the initial session remain.
 * @param {import("pyodide").PyodideAPI} pyodide
 * @param {string} folder
 */
async function runOnce(pyodide, folder) {
  for (const { path, bytes } of await libraries(folder)) {
    mount(pyodide.FS, "", new Map([[path.slice(1), bytes]]));
  }
  for (const pack of ["numpy.pack", "glasscnn.pack"]) {
    mount(pyodide.FS, SITE_PACKAGES, await unpack(await readFile(join(folder, "out", pack))));
  }
  for (const file of ["warm_up.py", "model.npz"]) {
    mount(pyodide.FS, "/build", new Map([[file, await readFile(join(folder, file))]]));
  }
  pyodide.runPython(`
import sys
sys.path.append("/build")
sys.path_importer_cache.clear()  # the clock stands still, so that new files do not look new
import glasscnn_runtime
glasscnn_runtime.import_numpy()
import warm_up
with open("/build/model.npz", "rb") as file:
    model = file.read()
warm_up.exercise_page(model)
glasscnn_runtime.create_initial_session(model, "model.npz")
sys.path.remove("/build")
import gc, random
random.seed(0)
del sys.modules["warm_up"], warm_up, glasscnn_runtime, file, model, random, sys
gc.collect()
del gc
`);
}

/**
 * The shared objects, with their paths in Python's file system.
 * @param {string} folder
 */
async function libraries(folder) {
  const paths = JSON.parse(await readFile(join(folder, "out", "libraries.json"), "utf8"));
  return Promise.all(
    Object.entries(paths).map(async ([file, path]) => ({ path, bytes: await readFile(join(folder, "out", file)) })),
  );
}

/** @param {string} folder */
async function compiledLibraries(folder) {
  const all = await libraries(folder);
  return Promise.all(all.map(async ({ path, bytes }) => ({ path, module: await WebAssembly.compile(bytes) })));
}

/**
 * Emscripten's module before Python runs in it: the memory that the snapshot is restored over.
 * @param {object} options
 * @param {number} bytes of memory
 */
async function freshModule(options, bytes) {
  const done = new Error("stop after creating the module");
  let fresh;
  interceptModuleCreation(async (createModule, settings) => {
    fresh = await createModule({ ...settings, noInitialRun: true, wasmMemory: createMemory(bytes) });
    throw done;
  });
  await loadPyodide(options).catch((error) => {
    if (error !== done) {
      throw error;
    }
  });
  return fresh;
}

/**
 * Zero free chunks of the heap and unused stack, which would be noise in the snapshot.
 * @param {any} emscripten
 */
function zeroFreeMemory(emscripten) {
  const { HEAPU8, _PyMem_RawMalloc, _free, _sbrk } = emscripten;
  const chunks = [];
  for (const size of CHUNK_SIZES) {
    for (let top = _sbrk(0); top + size + SAFE_DISTANCE < HEAPU8.length; ) {
      const chunk = _PyMem_RawMalloc(size);
      if (_sbrk(0) !== top) {
        _free(chunk); // the heap has grown, so no free chunk of this size is left
        break;
      }
      HEAPU8.fill(0, chunk, chunk + size);
      chunks.push(chunk);
    }
  }
  chunks.forEach(_free);
  const [low, used] = [emscripten._emscripten_stack_get_end(), emscripten._emscripten_stack_get_current()];
  HEAPU8.fill(0, low, used - STACK_IN_USE);
}

/**
 * The runs of pages that differ from a fresh module.
 * @param {Uint8Array} memory
 * @param {Uint8Array} fresh
 */
function changedRuns(memory, fresh) {
  const runs = [];
  for (let start = 0; start < memory.length; start += PAGE) {
    const end = start + PAGE;
    if (Buffer.compare(memory.subarray(start, end), fresh.subarray(start, end)) === 0) {
      continue;
    }
    if (runs.at(-1)?.end === start) {
      runs.at(-1).end = end;
    } else {
      runs.push({ start, end });
    }
  }
  return runs;
}

// Python stores the path of its program, which is part of the snapshot and must not reveal the folder of the build.
process.argv[1] = "glasscnn";
await makeSnapshot(process.argv[2]).catch((error) => {
  console.error(error.stack ?? error.message);
  process.exitCode = 1;
});
