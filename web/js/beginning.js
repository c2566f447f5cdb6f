/**
 * Lets Python start before the rest of the page has arrived: this file imports next to nothing, and index.html asks for
 * it by itself. Who imports it later gets what it has begun.
 */

import { fetchFile, home, inRelease, openWorker } from "./files.js";

/** @typedef {{ worker: Worker, error: ErrorEvent | null }} Opened a worker that boots, and what keeps it from that */

/** The host's answer to the question for build.json. */
export const answer = fetchFile(inRelease("build.json"));

/** @type {Promise<any>} what it says */
export const build = answer.then((response) => response.clone().json());

/** @type {Opened} */
export const firstWorker = { worker: openWorker(), error: null };

firstWorker.worker.addEventListener("error", (event) => {
  event.preventDefault();
  firstWorker.error ??= event;
});

build.then(
  (content) => {
    const way = new URLSearchParams(location.search).get("boot") === "plain" ? "plain" : "image";
    firstWorker.worker.postMessage({ type: "boot", build: content, baseUrl: home, way });
  },
  () => {}, // who waits for it says what is wrong
);
