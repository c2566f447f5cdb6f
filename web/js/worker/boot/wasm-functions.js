/**
 * Wraps JavaScript functions as WebAssembly functions with few compilations.
 *
 * When Emscripten creates Pyodide's module, it puts about 260 JavaScript functions into the function table. Without
 * `WebAssembly.Function`, which browsers do not have yet, it compiles one wrapper module for each of them. Functions of
 * the same signature can share a module, so about 30 are enough.
 */

const HEADER = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const TYPES = /** @type {Record<string, number>} */ ({ i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, externref: 0x6f });
const IMPORT_AND_EXPORT = [0x02, 7, 1, 1, 0x65, 1, 0x66, 0, 0, 0x07, 5, 1, 1, 0x66, 0, 0]; // import "e"."f", export "f"
const TYPE_SECTION = 0x01;
const FUNCTION = 0x60;

/** @typedef {{ parameters: string[], results: string[] }} Signature */

/**
 * Run a function while a replacement for `WebAssembly.Function` is installed.
 * @template T
 * @param {() => Promise<T>} run
 * @returns {Promise<T>}
 */
export async function withFastFunctions(run) {
  const scope = /** @type {any} */ (WebAssembly);
  if (scope.Function) {
    return run();
  }
  const modules = new Map();
  scope.Function = function wrap(/** @type {Signature} */ signature, /** @type {Function} */ f) {
    const key = `${signature.parameters} ${signature.results}`;
    const module = modules.get(key) ?? new WebAssembly.Module(wrapperModule(signature));
    modules.set(key, module);
    return new WebAssembly.Instance(module, { e: { f } }).exports.f;
  };
  try {
    return await run();
  } finally {
    delete scope.Function;
  }
}

/**
 * A WebAssembly module that exports the function that it imports.
 * @param {Signature} signature of fewer than 100 types
 */
function wrapperModule({ parameters, results }) {
  const vector = (/** @type {string[]} */ types) => [types.length, ...types.map((name) => TYPES[name])];
  const type = [1, FUNCTION, ...vector(parameters), ...vector(results)];
  return new Uint8Array([...HEADER, TYPE_SECTION, type.length, ...type, ...IMPORT_AND_EXPORT]);
}
