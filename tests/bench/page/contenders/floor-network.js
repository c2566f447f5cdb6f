/** gap10 in hand-written WebAssembly (floor.c): no Python, no general runtime, all sizes fixed. */

/** @typedef {import("./contender.js").Contender} Contender */
/** @typedef {import("./contender.js").Description} Description */

/**
 * @param {ArrayBuffer} binary floor.wasm
 * @param {Float32Array} weights all of them, in the order of model.weights
 * @param {Pick<Description, "mean" | "std">} scaling
 * @returns {Promise<Contender>}
 */
export async function openFloor(binary, weights, { mean, std }) {
  const { instance } = await WebAssembly.instantiate(binary, { env: { exp: Math.exp } });
  const { memory, prepare, predict, ...addresses } = /** @type {any} */ (instance.exports);
  const array = (/** @type {string} */ name, /** @type {number} */ length) =>
    new Float32Array(memory.buffer, addresses[name].value, length);
  array("weights", weights.length).set(weights);
  array("scaling", 2).set([mean[0], std[0]]);
  prepare();
  const image = array("image", 28 * 28);
  const outputs = [
    array("maps1", 10 * 28 * 28),
    array("maps2", 10 * 28 * 28),
    array("pooled", 10 * 14 * 14),
    array("probabilities", 10),
  ];
  return {
    layout: "chw",
    predict(pixels) {
      image.set(pixels);
      predict();
      return outputs;
    },
  };
}
