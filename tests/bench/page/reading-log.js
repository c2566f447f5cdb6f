/** Injected into the page before its own scripts: logs how long each reading took in the worker, in milliseconds. */

(() => {
  /** @type {number[]} */
  const log = [];
  Object.assign(globalThis, { readingLog: log });
  addEventListener("DOMContentLoaded", () => {
    /** @type {any} */ (globalThis).glasscnn.addEventListener("prediction", (/** @type {CustomEvent} */ { detail }) => {
      log.push(detail.latency_ms);
    });
  });
})();
