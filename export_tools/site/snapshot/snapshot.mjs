// Makes the memory image that the worker wakes up from: node snapshot.mjs <folder>
//
// The folder holds warm_up.py, model.npz, Pyodide's own files in `core` and, in `out`, what strip_exports.mjs and
// archives.mjs have made; `out/image.wasm` with the memory and `out/image.json`, which says what is where, come to it.
//
// Python is started with the very archives that the worker would boot from, imports NumPy and glasscnn, does once what
// the page does at its start and makes the session that the page begins with. What its memory holds then, and what
// JavaScript must know to go on with it (running_state.mjs), is the image; web/js/worker/boot/from-snapshot.js is its counterpart.
//
// The same inputs give the same bytes: the clock stands still, the dice fall on zero, the hash seed is 0.

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
import { describeRunningState, forgetFiles } from "./running_state.mjs";
import { wrapped } from "./wasm_binary.mjs";

const PAGE = 512; // small: of what every browser has anyway Python changes little
const CHUNK_SIZES = [65536, 16384, 4096, 1024, 256, 128, 64, 48, 32, 24, 16, 8];
const SAFE_DISTANCE = 262144; // from the end of memory, which must not grow
const STACK_IN_USE = 1024;
const EMPTY_ZIP = Buffer.from("UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==", "base64");

/** @param {string} folder */
async function makeImage(folder) {
  stopClockAndDice();
  const options = await settingsInNode(folder);
  const pyodide = await startPython(folder, options);
  await runOnce(pyodide, folder);
  forgetFiles(pyodide._module);
  emptyFreeMemory(pyodide._module);

  const memory = pyodide._module.HEAPU8;
  const fresh = await freshModule(options, memory.length);
  const state = describeRunningState(pyodide, fresh);
  await restoreLibraries(fresh, state, await compiledLibraries(folder));
  const runs = keptRuns(memory, fresh.HEAPU8);
  const kept = runs.map(({ start, end }) => memory.subarray(start, end));
  await writeFile(join(folder, "out", "image.wasm"), wrapped("memory", ...kept));
  const places = runs.map(({ start, end }) => [start, end - start]);
  await writeFile(join(folder, "out", "image.json"), JSON.stringify({ ...state, runs: places }));
}

/** What differs from one run to the next would differ in the image. */
function stopClockAndDice() {
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
    await copyFile(join(folder, "out", file), join(core, file)); // the one that is shipped
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
 * Import NumPy and glasscnn, and do what the page does at its start; only modules stay.
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
glasscnn_runtime.begin_with(model, "model.npz")
sys.path.remove("/build")
import gc, random
random.seed(0)
del sys.modules["warm_up"], warm_up, glasscnn_runtime, file, model, random, sys
gc.collect()
del gc
`);
}

/**
 * The shared objects, with the paths where Python looks for them.
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
 * Emscripten's module before Python runs in it: what every browser has without the image.
 * @param {object} options
 * @param {number} bytes of memory
 */
async function freshModule(options, bytes) {
  const done = new Error("the module is all that is wanted");
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
 * Put zeros where nothing lives: free chunks of the heap, and the stack. They would be noise in the image.
 * @param {any} emscripten
 */
function emptyFreeMemory(emscripten) {
  const { HEAPU8, _PyMem_RawMalloc, _free, _sbrk } = emscripten;
  const chunks = [];
  for (const size of CHUNK_SIZES) {
    for (let top = _sbrk(0); top + size + SAFE_DISTANCE < HEAPU8.length; ) {
      const chunk = _PyMem_RawMalloc(size);
      if (_sbrk(0) !== top) {
        _free(chunk); // the heap had to grow: there is no free chunk of this size any more
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
 * The pages that a browser has not anyway, before the image is laid over its memory.
 * @param {Uint8Array} memory
 * @param {Uint8Array} fresh
 */
function keptRuns(memory, fresh) {
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

// Python keeps the name that it was started by, and with it the image: it must not tell the folder of the build.
process.argv[1] = "glasscnn";
await makeImage(process.argv[2]).catch((error) => {
  console.error(error.stack ?? error.message);
  process.exitCode = 1;
});
