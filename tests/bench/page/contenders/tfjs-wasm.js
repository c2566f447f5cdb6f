import { present } from "./contender.js";
import { openGap10 } from "./tfjs.js";

present(async (folder, described) => {
  const { tf } = /** @type {any} */ (globalThis);
  tf.wasm.setWasmPaths("/peers/@tensorflow/tfjs-backend-wasm/dist/");
  await tf.setBackend("wasm");
  return openGap10(tf, folder, described);
});
