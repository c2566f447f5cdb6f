/**
 * Lets Python start before the rest of the page has arrived: this file imports next to nothing, and index.html asks for
 * it by itself. Who imports it later gets what it has begun.
 */

import { fetchFile, home, openWorker, releaseUrl } from "./site-files.js";

/** @import { EarlyWorker } from "./protocol/build-info.js" */

/** The host's answer to the question for build.json. */
export const buildResponse = fetchFile(releaseUrl("build.json"));

/** @type {Promise<any>} what it says */
export const build = buildResponse.then((response) => response.clone().json());

const parameters = new URLSearchParams(location.search);

/** Null where the address wants a click before anything heavy is loaded: then python/client.js opens the worker. */
export const earlyWorker = parameters.get("autoload") === "click" ? null : openEarlyWorker();

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
      const way = parameters.get("boot") === "plain" ? "plain" : "image";
      early.worker.postMessage({ type: "boot", build: content, baseUrl: home, way });
    },
    () => {}, // who waits for it says what is wrong
  );
  return early;
}
