/** glasscnn's worker, opened by the page's early-start.js, in a page as minimal as those of the other contenders. */

import { build, earlyWorker } from "/release/bundle/early-start.js";

/** @typedef {import("/release/js/protocol/messages.js").FromWorker} FromWorker */

const { worker } = /** @type {import("/release/js/protocol/build-info.js").EarlyWorker} */ (earlyWorker);
const blank = new Float32Array(784);

/** @type {any} */ (globalThis).contender = new Promise((resolve, reject) => {
  worker.addEventListener("error", reject);
  worker.addEventListener("message", (/** @type {MessageEvent<FromWorker>} */ { data: message }) => {
    if (message.type === "model") {
      worker.postMessage({ type: "readImage", id: 2, slot: "main", image: blank });
    } else if (message.type === "reading") {
      resolve(message.reading);
    } else if (message.type === "failure") {
      reject(new Error(message.failure.message));
    }
  });
  build.then(() => worker.postMessage({ type: "connect", id: 1, lock: "bench" }), reject);
});
