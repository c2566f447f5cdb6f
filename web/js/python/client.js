/**
 * Python, as the page sees it: promises, the newest drawing first, and a worker that is started again when it dies.
 *
 * Of readings at most one is running and one waits, and so it is with each question; who was pushed aside by a newer
 * one gets null. Nothing waits forever: an answer that does not come in time means that the worker is dead,
 * and one that dies without a word is noticed by the lock that it held.
 *
 * A worker that dies is replaced by itself if it had run for a minute, or if it is the first to die since one had. One
 * that dies again and again is not: the page says so, and a person may start it.
 */

import { Deferred } from "../lib/deferred.js";
import { PythonError, unknownMessage } from "../protocol/messages.js";
import { lockName } from "../protocol/worker-lock.js";
import { openWorker } from "../site-files.js";
import { LatestWinsQueue } from "./latest-wins-queue.js";
import { Requests } from "./requests.js";
import { WorkerHandle } from "./worker-handle.js";

/** @import { FromWorker, Ink, TaskResult, Model, Reading, Slot, Task } from "../protocol/messages.js" */
/** @import { Answer, Questions } from "../protocol/questions.js" */
/** @import { Build, EarlyWorker, Phase, Way } from "../protocol/build-info.js" */

/**
 * Where a model's file comes from.
 * @typedef {object} Source
 * @property {string} name
 * @property {() => Promise<ArrayBuffer>} fetch
 * @property {boolean} [isBuiltIn] whether Python starts with it, so that it need not be sent
 */

/**
 * What the page is told.
 * @typedef {object} Listeners
 * @property {(progress: { phase: Phase, loaded: number, total: number }) => void} onProgress
 * @property {(model: Model) => void} onReady Python is up, for the first time or again, with this model in force
 * @property {(error: Error, restarting: boolean) => void} onCrash the worker has died
 */

const READING_LIMIT = 15_000; // milliseconds; a reading takes two
const ANSWER_LIMIT = 30_000;
const MODEL_LIMIT = 60_000;
const RESTARTS = 1; // by itself, until a worker has been up for LONG_ENOUGH
const LONG_ENOUGH = 60_000; // milliseconds

export class PythonClient {
  /**
   * @param {string} baseUrl the folder that the URLs in build.json are relative to
   * @param {Listeners} listeners
   * @param {EarlyWorker | null} [first] the worker to begin with, if one has been told to boot already
   */
  constructor(baseUrl, listeners, first = null) {
    this.baseUrl = baseUrl;
    this.listeners = listeners;
    /** @type {Build | null} */
    this.build = null;
    /** @type {Source | null} the current model's file, for a worker that has to load it again */
    this.source = null;
    this.first = first;
    /** @type {Way} */
    this.way = first ? "plain" : "image"; // after a death it takes no short cut
    this.restarts = 0;
    this.requests = new Requests(
      (message, transfer) => this.worker?.post(message, transfer),
      (error) => this.worker?.end(error),
    );
    /** @type {Map<string, LatestWinsQueue>} */
    this.queues = new Map();
    /** @type {WorkerHandle | null} */
    this.worker = null;
    /** When the worker had booted and had its model, in milliseconds; null while it has not. */
    this.upSince = /** @type {number | null} */ (null);
    this.boots = new Deferred();
  }

  /** Whether the worker has booted and has its model. */
  get isUp() {
    return this.upSince !== null;
  }

  /**
   * Start the first worker.
   * @param {Build} build
   * @param {Source} source of the first model
   */
  boot(build, source) {
    this.build = build;
    this.source = source;
    return this.start(build);
  }

  /**
   * Start a worker, the first one or the next.
   * @param {Build} build
   */
  async start(build) {
    const opened = this.first ?? { worker: this.openWorker(build), error: null };
    this.first = null;
    const worker = new WorkerHandle(
      opened.worker,
      (message) => this.receive(message),
      (reason) => this.handleCrash(reason),
    );
    this.worker = worker;
    if (opened.error) {
      worker.fail(opened.error);
      return;
    }
    try {
      const [first, bytes] = await Promise.all([
        this.requests.send((id) => ({ type: "connect", id, lock: lockName() }), Number.POSITIVE_INFINITY),
        this.source?.isBuiltIn ? null : this.source?.fetch(),
      ]);
      const model = bytes ? await this.sendModel("main", bytes, this.source?.name ?? "", MODEL_LIMIT) : first;
      this.upSince = performance.now();
      this.boots.resolve();
      this.listeners.onReady(model);
      for (const queue of this.queues.values()) {
        queue.next();
      }
    } catch (error) {
      worker.end(/** @type {Error} */ (error));
    }
  }

  /**
   * A worker that boots.
   * @param {Build} build
   */
  openWorker(build) {
    const worker = openWorker();
    worker.postMessage({ type: "boot", build, baseUrl: this.baseUrl, way: this.way });
    this.way = "plain";
    return worker;
  }

  /** Start again because a person asked for it. */
  async restart() {
    this.restarts = 0;
    this.boots = new Deferred();
    await (this.build && this.start(this.build));
  }

  /**
   * The reading of some ink, or null if newer ink came before its turn.
   * @param {() => Ink} takeInk called when its turn comes
   * @param {Slot} [slot] whose model reads it
   * @returns {Promise<Reading | null>}
   */
  readInk(takeInk, slot = "main") {
    return this.queue(`readInk ${slot}`).run(() => {
      const ink = takeInk();
      const transfer = [ink.points.buffer, ink.lengths.buffer];
      return this.requests.send((id) => ({ type: "readInk", id, slot, ink }), READING_LIMIT, transfer);
    });
  }

  /**
   * The reading of an image that stands in the drawing's place, in turn with those of ink.
   * @param {Float32Array} image
   * @returns {Promise<Reading | null>}
   */
  readImageInTurn(image) {
    return this.queue("readInk main").run(() => this.readImage(image));
  }

  /**
   * The reading of an image; each that is asked for is answered.
   * @param {Float32Array} image
   * @param {Slot} [slot]
   * @returns {Promise<Reading>}
   */
  async readImage(image, slot = "main") {
    await this.untilUp();
    return this.requests.send((id) => ({ type: "readImage", id, slot, image }), READING_LIMIT);
  }

  /**
   * Ask about the newest reading; null if the same question was asked anew before its turn.
   * @template {keyof Questions} Name
   * @param {Name} question
   * @param {Questions[Name]["args"]} args
   * @param {Slot} [slot]
   * @returns {Promise<Answer<Name> | null>}
   */
  ask(question, args, slot = "main") {
    return this.queue(`${question} ${slot}`).run(() =>
      this.requests.send((id) => ({ type: "ask", id, slot, question, args }), ANSWER_LIMIT),
    );
  }

  /**
   * Let Python make something of the newest reading, or of some bytes.
   * @param {Task} task
   * @param {object} [args]
   * @param {ArrayBuffer} [bytes]
   * @returns {Promise<TaskResult>}
   */
  async runTask(task, args = {}, bytes = new ArrayBuffer(0)) {
    await this.untilUp();
    return this.requests.send((id) => ({ type: "runTask", id, slot: "main", task, args, bytes }), MODEL_LIMIT);
  }

  /**
   * Put another model in force; if it is refused, the one before stays.
   * @param {ArrayBuffer} bytes
   * @param {string} name
   * @param {Slot} [slot]
   * @returns {Promise<Model>}
   */
  async loadModel(bytes, name, slot = "main") {
    await this.untilUp();
    const model = await this.sendModel(slot, bytes, name, MODEL_LIMIT);
    if (slot === "main") {
      this.source = { fetch: async () => bytes, name };
    }
    return model;
  }

  /**
   * @param {Slot} slot
   * @param {ArrayBuffer} bytes
   * @param {string} name
   * @param {number} limit
   * @returns {Promise<Model>}
   */
  sendModel(slot, bytes, name, limit) {
    const copy = bytes.slice(0);
    return this.requests.send((id) => ({ type: "loadModel", id, slot, bytes: copy, name }), limit, [copy]);
  }

  /** Nothing is sent to a worker that still boots: the clock of an answer must not run while files are on their way. */
  untilUp() {
    return this.boots.promise;
  }

  /** @param {string} name */
  queue(name) {
    const queue = this.queues.get(name) ?? new LatestWinsQueue(() => this.isUp);
    this.queues.set(name, queue);
    return queue;
  }

  /** @param {FromWorker} message */
  receive(message) {
    switch (message.type) {
      case "progress":
        this.listeners.onProgress(message);
        return;
      case "lockHeld":
        this.worker?.watch(message.lock);
        return;
      case "model":
        this.requests.resolve(message.id, message.model);
        return;
      case "reading":
        this.requests.resolve(message.id, message.reading);
        return;
      case "answer":
        this.requests.resolve(message.id, message.answer);
        return;
      case "taskResult":
        this.requests.resolve(message.id, message.result);
        return;
      case "failure": {
        const error = new PythonError(message.failure);
        if (error.fatal) {
          this.worker?.end(error);
        } else if (message.id !== null) {
          this.requests.reject(message.id, error);
        }
        return;
      }
      default:
        unknownMessage(message);
    }
  }

  /**
   * The worker is gone: whoever waits for an answer is told, and another is started if that may help.
   * @param {Error} reason
   */
  handleCrash(reason) {
    if (this.upSince !== null) {
      this.boots = new Deferred();
      this.restarts = performance.now() - this.upSince < LONG_ENOUGH ? this.restarts : 0;
    }
    this.worker = null;
    this.upSince = null;
    this.requests.rejectAll(reason);
    for (const queue of this.queues.values()) {
      queue.drop(reason);
    }
    const restarting = this.restarts < RESTARTS;
    this.restarts += 1;
    this.listeners.onCrash(reason, restarting);
    if (restarting && this.build) {
      this.start(this.build);
    } else {
      this.boots.reject(new Error("Python has stopped"));
    }
  }
}
