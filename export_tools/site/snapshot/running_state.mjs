// The state of a running Python outside its memory: side modules, resolved addresses, the function table.
//
// A side module (a library, .so) is fully described by its addresses: instantiated at the same ones, over a memory that
// was saved after it had run, it continues as if it had never stopped.

const MAIN = "__main__";
const DSO_MEMORY_BASE = 12; // offsets in struct dso, emscripten's system/lib/libc/dynlink
const DSO_TABLE_BASE = 20;
const DSO_TABLE_SIZE = 24;
const DSO_FILE = 28;
const DSO_FILE_SIZE = 32;

/**
 * @param {any} pyodide
 * @param {any} fresh Emscripten's module before Python ran in it
 */
export function describeRunningState({ _module: emscripten, _api: api }, fresh) {
  const sideModules = describeSideModules(emscripten);
  return {
    bytes: emscripten.HEAPU8.length,
    tableLength: emscripten.wasmTable.length,
    sideModules: sideModules.map(({ tableSize: _, ...described }) => described),
    addresses: changedAddresses(emscripten, fresh),
    slots: describeSlots(emscripten, fresh, sideModules),
    references: api.serializeHiwireState(),
  };
}

/**
 * Free the files of the side modules. Emscripten keeps them in memory for threads, which are not used.
 * @param {any} emscripten
 */
export function freeLibraryFiles({ LDSO, HEAPU32, _free }) {
  for (const [handle, library] of Object.entries(LDSO.loadedLibsByHandle)) {
    if (library.name !== MAIN) {
      const place = (Number(handle) + DSO_FILE) / 4;
      _free(HEAPU32[place]);
      HEAPU32.fill(0, place, (Number(handle) + DSO_FILE_SIZE) / 4 + 1);
    }
  }
}

/** @param {any} emscripten */
function describeSideModules({ LDSO, HEAPU32 }) {
  return Object.entries(LDSO.loadedLibsByHandle)
    .filter(([, library]) => library.name !== MAIN)
    .map(([handle, library]) => ({
      path: library.name,
      handle: Number(handle),
      isGlobal: library.global,
      memoryBase: HEAPU32[(Number(handle) + DSO_MEMORY_BASE) / 4],
      tableBase: HEAPU32[(Number(handle) + DSO_TABLE_BASE) / 4],
      tableSize: HEAPU32[(Number(handle) + DSO_TABLE_SIZE) / 4],
    }));
}

/**
 * The entries of the global offset table that differ from those of a fresh module.
 * @param {any} emscripten
 * @param {any} fresh
 */
function changedAddresses(emscripten, fresh) {
  const entries = Object.entries(emscripten.GOT).map(([name, { value }]) => [name, value]);
  return Object.fromEntries(entries.filter(([name, value]) => fresh.GOT[name]?.value !== value));
}

/**
 * The slots of the table that Emscripten has filled one by one with functions of side modules.
 * @param {any} emscripten
 * @param {any} fresh
 * @param {ReturnType<typeof describeSideModules>} sideModules
 */
function describeSlots(emscripten, fresh, sideModules) {
  const { wasmTable, LDSO } = emscripten;
  const names = new Map();
  sideModules.forEach(({ path }, number) => {
    for (const [name, value] of Object.entries(LDSO.loadedLibsByName[path].exports)) {
      names.set(value, { library: number, name });
    }
  });
  const slots = [];
  for (let slot = fresh.wasmTable.length; slot < wasmTable.length; slot++) {
    const filled = wasmTable.get(slot);
    if (filled === null || sideModules.some((side) => inside(slot, side))) {
      continue;
    }
    if (!names.has(filled)) {
      throw new Error(`slot ${slot} of the function table holds ${filled.name}, which no side module exports`);
    }
    slots.push({ slot, ...names.get(filled) });
  }
  return slots;
}

/**
 * @param {number} slot
 * @param {{ tableBase: number, tableSize: number }} sideModule whose functions occupy consecutive slots
 */
function inside(slot, { tableBase, tableSize }) {
  return slot >= tableBase && slot < tableBase + tableSize;
}
