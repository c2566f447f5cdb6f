/** The worker: boots Python, then answers one message after the other. */

import { describeFailure, unknownMessage } from "../protocol/messages.js";
import { holdLock } from "../protocol/worker-lock.js";
import { boot } from "./boot/boot.js";
import { Session } from "./session.js";
import { removeStores } from "./stores.js";

/** @import { FromWorker, Reading, Slot, ToWorker } from "../protocol/messages.js" */
/** @import { BootResult } from "./boot/boot.js" */

const SOON = 300; // milliseconds after a reading, which the page is to paint without being disturbed

/** @type {Promise<BootResult> | null} */
let starting = null;

/** @type {Promise<void> | null} the rest of what is fetched, once something was read */
let completing = null;

/** @type {Map<Slot, Session>} */
const sessions = new Map();

removeStores();

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
      starting = boot(
        message.build,
        message.baseUrl,
        ({ phase, loaded, total }) => post({ type: "progress", phase, loaded, total }),
        message.way,
      );
      starting.catch(() => {}); // who awaits it says what is wrong
      return;
    case "connect": {
      holdLock(message.lock, () => post({ type: "lockHeld", lock: message.lock }));
      const { pyodide, session, model } = await started();
      sessions.set("main", new Session(pyodide, session));
      post({ type: "model", id: message.id, model });
      return;
    }
    case "loadModel": {
      await complete();
      const session = await sessionOf(message.slot);
      post({ type: "model", id: message.id, model: session.loadModel(message.bytes, message.name) });
      return;
    }
    case "readInk":
      answer(message.id, (await sessionOf(message.slot)).readInk(message.ink));
      return;
    case "readImage":
      answer(message.id, (await sessionOf(message.slot)).readImage(message.image));
      return;
    case "ask": {
      await complete();
      const session = await sessionOf(message.slot);
      const found = session.ask(message.question, message.args);
      post({ type: "answer", id: message.id, answer: found }, [found.numbers.buffer, found.pictures.buffer]);
      return;
    }
    case "runTask": {
      await complete();
      const session = await sessionOf(message.slot);
      const result = session.runTask(message.task, message.args, message.bytes);
      post({ type: "taskResult", id: message.id, result }, [
        result.numbers.buffer,
        result.pictures.buffer,
        result.file.buffer,
      ]);
      return;
    }
    default:
      unknownMessage(message);
  }
}

function started() {
  if (!starting) {
    throw new Error("the first message must be `boot`");
  }
  return starting;
}

/** Python with all that it may be asked for; what could not be fetched is asked for again the next time. */
async function complete() {
  const { complete } = await started();
  completing ??= complete();
  try {
    await completing;
  } catch (error) {
    completing = null;
    throw error;
  }
}

/**
 * A slot's session; it is made when it is first asked for.
 * @param {Slot} slot
 */
async function sessionOf(slot) {
  const { pyodide } = await started();
  const session = sessions.get(slot) ?? Session.empty(pyodide);
  sessions.set(slot, session);
  return session;
}

/**
 * @param {number} id
 * @param {Reading} reading
 */
function answer(id, reading) {
  const { values, pixels, ranges } = reading;
  post({ type: "reading", id, reading }, [values.buffer, pixels.buffer, ranges.buffer]);
  if (!completing) {
    setTimeout(() => complete().catch(() => {}), SOON); // who needs it asks again
  }
}

/**
 * @param {FromWorker} message
 * @param {Transferable[]} [transfer]
 */
function post(message, transfer = []) {
  self.postMessage(message, { transfer });
}
