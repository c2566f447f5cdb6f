/**
 * Requests build.json and opens the worker before the rest of the page has loaded: index.html loads this file first,
 * and it imports next to nothing. main.js imports the results.
 */

import { withoutSimd } from "./protocol/simd.js";
import { fetchFile, home, openWorker, releaseUrl } from "./site-files.js";

/** @import { EarlyWorker } from "./protocol/build-info.js" */

/** The response to the request for build.json. */
export const buildResponse = fetchFile(releaseUrl("build.json"));

const parameters = new URLSearchParams(location.search);

/** @type {Promise<any>} the contents of build.json; with `?loops=numpy`, without the loops that replace NumPy's own */
export const build = buildResponse
  .then((response) => response.clone().json())
  .then((content) => (parameters.get("loops") === "numpy" ? withoutSimd(content) : content));

const isLate = ["click", "draw"].includes(parameters.get("autoload") ?? "");

/** Null with `?autoload=click` and `draw`: then python/client.js opens the worker later. */
export const earlyWorker = isLate ? null : openEarlyWorker();

/** @returns {EarlyWorker} */
function openEarlyWorker() {
  /** @type {EarlyWorker} */
  const early = { worker: openWorker(), error: null };
  early.worker.addEventListener("error", (event) => {
    event.preventDefault();
    early.error ??= event;
  });
  build.then(
    (content) => {
      const bootMode = parameters.get("boot") === "plain" ? "plain" : "snapshot";
      early.worker.postMessage({ type: "boot", build: content, baseUrl: home, bootMode });
    },
    () => {}, // main.js awaits `build` and reports the error
  );
  return early;
}
