import { present } from "./contender.js";
import { openGap10 } from "./tfjs.js";

present(async (folder, described) => {
  const { tf } = /** @type {any} */ (globalThis);
  await tf.setBackend("cpu");
  return openGap10(tf, folder, described);
});
