import { present } from "./contender.js";
import { openGap10 } from "./tfjs.js";

present(async (folder) => {
  const { tf } = /** @type {any} */ (globalThis);
  await tf.setBackend("cpu");
  return openGap10(tf, folder);
});
