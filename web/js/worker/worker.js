/** The worker: boots Python, then answers one message after the other. */

import { boot } from "./boot.js";
import { describeFailure, unknownMessage } from "./protocol.js";
import { Session } from "./session.js";

/** @typedef {import("./protocol.js").ToWorker} ToWorker */
/** @typedef {import("./protocol.js").FromWorker} FromWorker */

/** @type {Promise<Session> | null} */
let started = null;

self.addEventListener("message", async (/** @type {MessageEvent<ToWorker>} */ { data: message }) => {
  const id = "id" in message ? message.id : null;
  try {
    await handle(message);
  } catch (error) {
    post({ type: "failure", id, failure: describeFailure(error) });
  }
});

/** @param {ToWorker} message */
async function handle(message) {
  switch (message.type) {
    case "boot":
      started = boot(
        message.build,
        message.baseUrl,
        ({ phase, loaded, total }) => post({ type: "progress", phase, loaded, total }),
        message.way,
      ).then((pyodide) => new Session(pyodide));
      await started;
      post({ type: "ready" });
      return;
    case "loadModel": {
      const session = await python();
      post({ type: "model", id: message.id, model: session.loadModel(message.bytes, message.name) });
      return;
    }
    case "readInk":
      answer(message.id, (await python()).readInk(message.ink));
      return;
    case "readImage":
      answer(message.id, (await python()).readImage(message.image));
      return;
    default:
      unknownMessage(message);
  }
}

/** @returns {Promise<Session>} */
function python() {
  if (!started) {
    throw new Error("the first message must be `boot`");
  }
  return started;
}

/**
 * @param {number} id
 * @param {import("./protocol.js").Reading} reading
 */
function answer(id, reading) {
  const { values, pixels, ranges } = reading;
  post({ type: "reading", id, reading }, [values.buffer, pixels.buffer, ranges.buffer]);
}

/**
 * @param {FromWorker} message
 * @param {Transferable[]} [transfer]
 */
function post(message, transfer = []) {
  self.postMessage(message, { transfer });
}
