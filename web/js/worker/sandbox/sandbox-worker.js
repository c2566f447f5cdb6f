/**
 * The worker of the sandbox: boots a second Python from files that the page hands over, then runs the code of the person
 * at the page, one request at a time.
 *
 * It is bundled into one classic script (export_tools/site/page/bundle.mjs), which goes after pyodide.asm.js.
 */

import { start } from "../boot/from-packages.js";
import { restore } from "../boot/from-snapshot.js";
import { mount, SITE_PACKAGES } from "../boot/interpreter.js";
import { disableStorage } from "../stores.js";
import { HandedDownload } from "./handed-download.js";
import { OwnSession } from "./own-session.js";

/** @import { FromSandbox, ToSandbox } from "../../protocol/sandbox-messages.js" */
/** @import { OwnAnswer } from "./own-session.js" */

const MEMORY_LIMIT = 512 * 1024 * 1024; // bytes

/** @type {OwnSession | null} */
let session = null;

/** @type {HandedDownload | null} */
let download = null;

/** @type {Promise<void>} the end of the messages that have arrived; they are handled one after the other */
let last = Promise.resolve();

/** @type {((bytes: ArrayBuffer | null) => void) | null} waits for an archive */
let onArchive = null;

disableStorage();

self.addEventListener("message", (/** @type {MessageEvent<ToSandbox>} */ { data: message }) => {
  if (message.type === "archive") {
    onArchive?.(message.bytes);
    return;
  }
  const id = "id" in message ? message.id : null;
  last = last.then(() => handle(message)).catch((error) => post({ type: "failure", id, ...describe(error) }));
});

/** @param {Exclude<ToSandbox, { type: "archive" }>} message */
async function handle(message) {
  if (message.type === "boot") {
    await boot(message);
    post({ type: "up" });
    return;
  }
  post({ type: "began", id: message.id });
  const answer = await answerTo(message);
  post(
    { type: "answer", id: message.id, ...answer },
    [answer.numbers, answer.pictures, answer.file].map(({ buffer }) => buffer),
  );
}

/**
 * Do a task, again if an `import` in it needed an archive that was not there yet.
 * @param {Extract<ToSandbox, { type: "request" }>} request
 * @returns {Promise<OwnAnswer>}
 */
async function answerTo(request) {
  if (!session || !download) {
    throw new Error("the first message must be `boot`");
  }
  const { id, task, args, data, seconds } = request;
  try {
    const answer = session.handle(id, task, args, data, seconds);
    if (!download.isMissing) {
      return answer;
    }
  } catch (error) {
    if (!download.isMissing) {
      throw error;
    }
  }
  await receiveArchive(id, download.takeMissing());
  return answerTo(request);
}

/** @param {Extract<ToSandbox, { type: "boot" }>} message */
async function boot({ build, bootMode, files }) {
  download = new HandedDownload(files);
  const startPython = bootMode === "snapshot" ? restore : start;
  const started = await startPython(build, download, () => {}, MEMORY_LIMIT);
  await started.complete();
  mount(started.pyodide.FS, SITE_PACKAGES, await download.unpacked(build.assets.own));
  started.session.destroy(); // of the page's model; a person's model is loaded into a session of its own
  session = new OwnSession(started.pyodide, {
    beat: (id, line, locals) => post({ type: "beat", id, line, locals }),
    write: (id, text) => post({ type: "output", id, text }),
  });
}

/**
 * Ask the page for an archive that an `import` has not found.
 * @param {number} id of the request that needs it
 * @param {string} archive
 */
async function receiveArchive(id, archive) {
  const bytes = await new Promise((resolve) => {
    onArchive = resolve;
    post({ type: "needs", id, archive });
  });
  if (!bytes) {
    throw new Error(`${archive} could not be fetched`);
  }
  download?.add(archive, bytes);
}

/** @param {unknown} error */
function describe(error) {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const { type = name } = /** @type {{ type?: string }} */ (error); // the name of an exception in Python
  const start = message.lastIndexOf(`${type}: `);
  return { name: type, message: start < 0 ? message : message.slice(start + type.length + 2).trim() };
}

/**
 * @param {FromSandbox} message
 * @param {Transferable[]} [transfer]
 */
function post(message, transfer = []) {
  self.postMessage(message, { transfer });
}
