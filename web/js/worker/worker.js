/** The worker: boots Python, then answers messages one by one. */

import { describeFailure, unknownMessage } from "../protocol/messages.js";
import { holdLock } from "../protocol/worker-lock.js";
import { boot } from "./boot/boot.js";
import { Session } from "./session.js";
import { disableStorage } from "./stores.js";
import { warmUp } from "./warm-up.js";

/** @import { FromWorker, Painted, Reading, Slot, ToWorker } from "../protocol/messages.js" */
/** @import { BootResult } from "./boot/boot.js" */

// Milliseconds after the first reading, so that the page can paint it first.
const WARM_UP_DELAY = 50;
const COMPLETION_DELAY = 300;

/** The questions whose modules the snapshot has imported (export_tools/site/runtime/in_pyodide/warm_up.py). */
const ANSWERED_AT_ONCE = new Set(["cell", "field"]);

/** @type {Promise<BootResult> | null} */
let booting = null;

/** @type {FromWorker | null} the last report of booting; a page that connects later than it was made gets it again */
let progress = null;

/** @type {Promise<void> | null} of the files that are fetched after the first reading */
let completing = null;

/** @type {Map<Slot, Session>} */
const sessions = new Map();

let isWarm = false; // or becoming so
let lastMessage = 0; // when it was handled, in milliseconds of `performance.now()`

disableStorage();

self.addEventListener("message", async (/** @type {MessageEvent<ToWorker>} */ { data: message }) => {
  const id = "id" in message ? message.id : null;
  try {
    await handle(message);
  } catch (error) {
    post({ type: "failure", id, failure: describeFailure(error) });
  } finally {
    lastMessage = performance.now();
  }
});

/** @param {ToWorker} message */
async function handle(message) {
  switch (message.type) {
    case "boot":
      booting = boot(
        message.build,
        message.baseUrl,
        ({ phase, loaded, total }) => {
          progress = { type: "progress", phase, loaded, total };
          post(progress);
        },
        message.bootMode,
      );
      booting.catch(() => {}); // reported by the messages that await it
      return;
    case "connect": {
      holdLock(message.lock, () => post({ type: "lockHeld", lock: message.lock }));
      if (progress) {
        post(progress);
      }
      const { pyodide, session, model } = await booted();
      sessions.set("main", new Session(pyodide, session, model));
      post({ type: "model", id: message.id, model });
      return;
    }
    case "loadModel": {
      await complete();
      const session = await sessionOf(message.slot);
      const { bytes, name, onlyQuick = false } = message;
      post({ type: "model", id: message.id, model: session.loadModel(bytes, name, onlyQuick) });
      return;
    }
    case "readInk":
      postReading(message.id, (await sessionOf(message.slot)).readInk(message.ink, message.allValues));
      return;
    case "readImage":
      postReading(message.id, (await sessionOf(message.slot)).readImage(message.image, message.allValues));
      return;
    case "changeWeights": {
      await complete();
      const session = await sessionOf(message.slot);
      postReading(message.id, session.changeWeights(message.weights, message.allValues));
      return;
    }
    case "intervene": {
      await complete();
      const session = await sessionOf(message.slot);
      const intervened = session.intervene(message.interventions, message.allValues);
      post({ type: "intervened", id: message.id, intervened }, buffersOf(intervened.reading));
      return;
    }
    case "show": {
      const painted = (await sessionOf(message.slot)).show(message.needs);
      post({ type: "painted", id: message.id, painted }, buffersOf(painted));
      return;
    }
    case "ask": {
      if (!ANSWERED_AT_ONCE.has(message.question)) {
        await complete();
      }
      const session = await sessionOf(message.slot);
      const answer = session.ask(message.question, message.args);
      post({ type: "answer", id: message.id, answer }, [answer.numbers.buffer, answer.pictures.buffer]);
      return;
    }
    case "runTask": {
      await complete();
      const session = await sessionOf(message.slot);
      const result = session.runTask(message.task, message.args, message.bytes, (done, total) =>
        post({ type: "taskProgress", id: message.id, done, total }),
      );
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

function booted() {
  if (!booting) {
    throw new Error("the first message must be `boot`");
  }
  return booting;
}

/** Fetch the rest of glasscnn, which only questions and other models need; a failed fetch is retried the next time. */
async function complete() {
  const { complete } = await booted();
  completing ??= complete();
  try {
    await completing;
  } catch (error) {
    completing = null;
    throw error;
  }
}

/**
 * The session of a slot, created when it is first needed.
 * @param {Slot} slot
 */
async function sessionOf(slot) {
  const { pyodide } = await booted();
  const session = sessions.get(slot) ?? Session.empty(pyodide);
  sessions.set(slot, session);
  return session;
}

/**
 * @param {number} id
 * @param {Reading} reading
 */
function postReading(id, reading) {
  post({ type: "reading", id, reading }, buffersOf(reading));
  if (!completing) {
    setTimeout(() => complete().catch(() => {}), COMPLETION_DELAY); // retried when it is needed
  }
  if (!isWarm) {
    isWarm = true;
    setTimeout(() => startWarmUp().catch((error) => console.warn("The warm-up failed.", error)), WARM_UP_DELAY);
  }
}

async function startWarmUp() {
  const session = await sessionOf("main");
  if (!session.isLarge) {
    // the buffers of a large model take too much memory to have them twice
    await warmUp(session.twin(), () => performance.now() - lastMessage);
  }
}

/** @param {Painted} painted */
function buffersOf({ values, pixels, ranges }) {
  return [values.buffer, pixels.buffer, ranges.buffer];
}

/**
 * @param {FromWorker} message
 * @param {Transferable[]} [transfer]
 */
function post(message, transfer = []) {
  self.postMessage(message, { transfer });
}
