/**
 * Python, as the page sees it: promises, the newest drawing first, and a worker that is started again when it dies.
 *
 * Of readings at most one is running and one waits; a newer one takes the waiting one's place, and who asked for that
 * gets null. Nothing waits forever: an answer that does not come in time means that the worker is dead.
 */

import { PythonError, unknownMessage } from "./worker/protocol.js";

/** @typedef {import("./worker/protocol.js").FromWorker} FromWorker */
/** @typedef {import("./worker/protocol.js").Ink} Ink */
/** @typedef {import("./worker/protocol.js").Model} Model */
/** @typedef {import("./worker/protocol.js").Reading} Reading */
/** @typedef {import("./worker/protocol.js").ToWorker} ToWorker */
/** @typedef {{ takeInk: () => Ink, resolve: (reading: Reading | null) => void, reject: (error: Error) => void }} Waiting */
/** @typedef {{ resolve: (value: any) => void, reject: (error: Error) => void, timer: number }} Pending */

/**
 * What the page is told.
 * @typedef {object} Listeners
 * @property {(progress: { phase: import("./worker/boot.js").Phase, loaded: number, total: number }) => void} onProgress
 * @property {(model: Model) => void} onReady Python is up, for the first time or again, with this model in force
 * @property {(error: Error, restarting: boolean) => void} onDeath the worker has died
 */

const READING_LIMIT = 15_000; // milliseconds; a reading takes two
const MODEL_LIMIT = 60_000;
const RESTARTS = 1;

export class Python {
  /**
   * @param {import("./worker/boot.js").Build} build
   * @param {string} baseUrl
   * @param {{ fetch: () => Promise<ArrayBuffer>, name: string }} model the one to begin with
   * @param {Listeners} listeners
   * @param {import("./worker/boot.js").Way} [way] how Python starts the first time
   */
  constructor(build, baseUrl, model, listeners, way = "image") {
    this.build = build;
    this.baseUrl = baseUrl;
    this.model = model;
    this.listeners = listeners;
    this.way = way;
    this.restarts = 0;
    this.lastId = 0;
    /** @type {Map<number, Pending>} */
    this.pending = new Map();
    /** @type {Waiting | null} */
    this.waiting = null;
    this.isReading = false;
    /** @type {Worker | null} */
    this.worker = null;
    /** Whether the worker has booted and has its model. */
    this.isUp = false;
    this.starting = Promise.resolve();
  }

  /** Start the worker, or start it again. */
  start() {
    this.starting = this.boot();
    return this.starting;
  }

  async boot() {
    const worker = new Worker(new URL("./worker/worker.js", import.meta.url), { type: "module" });
    this.worker = worker;
    worker.addEventListener("message", ({ data }) => worker === this.worker && this.receive(data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      if (worker === this.worker) {
        this.die(new Error(event.message || "js/worker/worker.js, or a module that it imports, could not be loaded"));
      }
    });
    worker.addEventListener("messageerror", () => worker === this.worker && this.die(new Error("unreadable answer")));
    this.post({ type: "boot", build: this.build, baseUrl: this.baseUrl, way: this.way });
    this.way = "plain"; // after a death it takes no short cut
    try {
      const bytes = await this.model.fetch();
      const model = await this.askForModel(bytes.slice(0), this.model.name, Number.POSITIVE_INFINITY);
      this.isUp = true;
      this.listeners.onReady(model);
      this.next();
    } catch (error) {
      if (worker === this.worker) {
        this.die(/** @type {Error} */ (error));
      }
    }
  }

  /** Start again because a person asked for it. */
  restart() {
    this.restarts = 0;
    return this.start();
  }

  /**
   * The reading of some ink, or null if newer ink came before its turn.
   * @param {() => Ink} takeInk called when its turn comes
   * @returns {Promise<Reading | null>}
   */
  readInk(takeInk) {
    return new Promise((resolve, reject) => {
      this.waiting?.resolve(null);
      this.waiting = { takeInk, resolve, reject };
      this.next();
    });
  }

  /**
   * The reading of an image; each that is asked for is answered.
   * @param {Float32Array} image
   * @returns {Promise<Reading>}
   */
  async readImage(image) {
    await this.untilUp();
    return this.ask((id) => ({ type: "readImage", id, image }), READING_LIMIT);
  }

  /**
   * Put another model in force; if it is refused, the one before stays.
   * @param {ArrayBuffer} bytes
   * @param {string} name
   * @returns {Promise<Model>}
   */
  async loadModel(bytes, name) {
    await this.untilUp();
    const model = await this.askForModel(bytes.slice(0), name, MODEL_LIMIT);
    this.model = { fetch: async () => bytes, name };
    return model;
  }

  /**
   * @param {ArrayBuffer} bytes
   * @param {string} name
   * @param {number} limit
   * @returns {Promise<Model>}
   */
  askForModel(bytes, name, limit) {
    return this.ask((id) => ({ type: "loadModel", id, bytes, name }), limit, [bytes]);
  }

  /** Nothing is sent to a worker that still boots: the clock of an answer must not run while files are on their way. */
  async untilUp() {
    while (!this.isUp) {
      if (!this.worker) {
        throw new Error("Python has stopped");
      }
      await this.starting;
    }
  }

  /** Let the waiting reading run if none is running. */
  next() {
    if (this.isReading || !this.waiting || !this.isUp) {
      return;
    }
    const { takeInk, resolve, reject } = this.waiting;
    this.waiting = null;
    this.isReading = true;
    const ink = takeInk();
    this.ask((id) => ({ type: "readInk", id, ink }), READING_LIMIT, [ink.points.buffer, ink.lengths.buffer])
      .then(resolve, reject)
      .finally(() => {
        this.isReading = false;
        this.next();
      });
  }

  /**
   * Send a request and wait for its answer.
   * @param {(id: number) => ToWorker} message
   * @param {number} limit
   * @param {Transferable[]} [transfer]
   * @returns {Promise<any>}
   */
  ask(message, limit, transfer = []) {
    return new Promise((resolve, reject) => {
      this.lastId += 1;
      const timer = Number.isFinite(limit)
        ? setTimeout(() => this.die(new Error(`no answer for ${limit / 1000} seconds`)), limit)
        : 0;
      this.pending.set(this.lastId, { resolve, reject, timer });
      this.post(message(this.lastId), transfer);
    });
  }

  /**
   * @param {ToWorker} message
   * @param {Transferable[]} [transfer]
   */
  post(message, transfer = []) {
    this.worker?.postMessage(message, transfer);
  }

  /** @param {FromWorker} message */
  receive(message) {
    switch (message.type) {
      case "progress":
        this.listeners.onProgress(message);
        return;
      case "ready":
        return; // the model that was asked for right after `boot` says so
      case "model":
        this.settle(message.id, ({ resolve }) => resolve(message.model));
        return;
      case "reading":
        this.settle(message.id, ({ resolve }) => resolve(message.reading));
        return;
      case "failure": {
        const error = new PythonError(message.failure);
        if (error.fatal) {
          this.die(error);
        } else if (message.id !== null) {
          this.settle(message.id, ({ reject }) => reject(error));
        }
        return;
      }
      default:
        unknownMessage(message);
    }
  }

  /**
   * @param {number} id
   * @param {(pending: Pending) => void} how
   */
  settle(id, how) {
    const pending = this.pending.get(id);
    if (pending) {
      this.pending.delete(id);
      clearTimeout(pending.timer);
      how(pending);
    }
  }

  /**
   * The worker is gone: whoever waits is told, and it is started again, once by itself.
   * @param {Error} reason
   */
  die(reason) {
    this.worker?.terminate();
    this.worker = null;
    this.isUp = false;
    for (const id of [...this.pending.keys()]) {
      this.settle(id, ({ reject }) => reject(reason));
    }
    this.waiting?.reject(reason);
    this.waiting = null;
    const restarting = this.restarts < RESTARTS;
    this.restarts += 1;
    this.listeners.onDeath(reason, restarting);
    if (restarting) {
      this.start();
    }
  }
}
