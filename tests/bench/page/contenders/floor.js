/** The floor: gap10 in WebAssembly with SIMD, without Python. */

import { present } from "./contender.js";
import { openFloor } from "./floor-network.js";

present(async (folder, described) => {
  const load = async (/** @type {string} */ address) => (await fetch(address)).arrayBuffer();
  const [binary, weights] = await Promise.all([load("/floor/floor.wasm"), load(`${folder}model.weights`)]);
  return openFloor(binary, new Float32Array(weights), await described);
});
