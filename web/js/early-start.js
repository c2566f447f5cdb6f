/**
 * Lets Python start before the rest of the page has arrived: this file imports next to nothing, and index.html asks for
 * it by itself. Who imports it later gets what it has begun.
 */

import { fetchFile, home, inRelease, openWorker } from "./site-files.js";

/** @import { Opened } from "./protocol/build-info.js" */

/** The host's answer to the question for build.json. */
export const answer = fetchFile(inRelease("build.json"));

/** @type {Promise<any>} what it says */
export const build = answer.then((response) => response.clone().json());

const parameters = new URLSearchParams(location.search);

/** Null where the address wants a click before anything heavy is loaded: then python/client.js opens the worker. */
export const firstWorker = parameters.get("autoload") === "click" ? null : begin();

/** @returns {Opened} */
function begin() {
  /** @type {Opened} */
  const opened = { worker: openWorker(), error: null };
  opened.worker.addEventListener("error", (event) => {
    event.preventDefault();
    opened.error ??= event;
  });
  build.then(
    (content) => {
      const way = parameters.get("boot") === "plain" ? "plain" : "image";
      opened.worker.postMessage({ type: "boot", build: content, baseUrl: home, way });
    },
    () => {}, // who waits for it says what is wrong
  );
  return opened;
}
