/**
 * The page's client of the Python worker: every request is a promise, and a worker that crashes is restarted.
 *
 * Readings and each kind of question have a latest-wins queue: one request runs and one waits, and a request that is
 * replaced by a newer one resolves to null. No request waits forever: a request that exceeds its time limit counts as a
 * crash, and a worker that disappears silently is detected by the lock that it held.
 *
 * A crashed worker is restarted automatically if it had run for a minute, or if it is the first crash since a worker had
 * run that long. After a second crash in a row the page reports it, and the visitor may restart Python. A model with which
 * Python crashes before its first reading, or twice in a row by a time limit, is withdrawn: the one before it comes back.
 */

import { Deferred } from "../lib/deferred.js";
import { PythonError, unknownMessage } from "../protocol/messages.js";
import { lockName } from "../protocol/worker-lock.js";
import { openWorker } from "../site-files.js";
import { LatestWinsQueue } from "./latest-wins-queue.js";
import { ModelSlots, named } from "./model-slots.js";
import { Requests, TimeLimitError } from "./requests.js";
import { answerLimit, MODEL_LIMIT, readingLimit } from "./time-limits.js";
import { WorkerHandle } from "./worker-handle.js";

/** @import { FromWorker, Ink, Model, Need, TaskResult, ToWorker } from "../protocol/messages.js" */
/** @import { Painted, Reading, Slot, Task } from "../protocol/messages.js" */
/** @import { Answer, Questions } from "../protocol/questions.js" */
/** @import { Build, EarlyWorker, Phase, BootMode } from "../protocol/build-info.js" */
/** @import { Source } from "./model-slots.js" */
/** @import { OnProgress } from "./requests.js" */

/**
 * Callbacks of the page.
 * @typedef {object} Listeners
 * @property {(progress: { phase: Phase, loaded: number, total: number }) => void} onProgress
 * @property {(model: Model) => void} onReady Python is up, for the first time or after a restart, with this current model
 * @property {(error: Error, restarting: boolean, withdrawn: Source | null) => void} onCrash the worker has crashed; the next
 *   one starts with the model before the withdrawn one
 */

const MAX_RESTARTS = 1; // automatic ones, until a worker has been up for STABLE_AFTER
const STABLE_AFTER = 60_000; // milliseconds

/** The visitor has ended what the worker was doing. */
export class Cancelled extends Error {}

export class PythonClient {
  /**
   * @param {string} baseUrl the folder that the URLs in build.json are relative to
   * @param {Listeners} listeners
   * @param {EarlyWorker | null} [first] a worker that is booting already
   */
  constructor(baseUrl, listeners, first = null) {
    this.baseUrl = baseUrl;
    this.listeners = listeners;
    /** @type {Build | null} */
    this.build = null;
    /** @type {Source | null} of the current model, which a new worker loads again */
    this.source = null;
    this.hasRead = false; // the current model has, since it was loaded
    /** @type {Source | null} the last model that has read, before the current one */
    this.previous = null;
    this.earlyWorker = first;
    /** @type {BootMode} */
    this.bootMode = first ? "plain" : "snapshot"; // after a death it takes no short cut
    this.restarts = 0;
    this.requests = new Requests(
      (message, transfer) => this.worker?.post(message, transfer),
      (error) => this.worker?.end(error),
    );
    /** @type {Map<string, LatestWinsQueue>} */
    this.queues = new Map();
    this.slots = new ModelSlots(this);
    /** @type {WorkerHandle | null} */
    this.worker = null;
    /** Since when the worker has been up, in milliseconds of `performance.now()`; null while it is not. */
    this.upSince = /** @type {number | null} */ (null);
    this.up = new Deferred();
    this.long = 0; // requests that run and take long, see `alone`
  }

  /** Whether the worker has booted and loaded its model. */
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
   * Start the first worker, or another one after a crash.
   * @param {Build} build
   */
  async start(build) {
    const opened = this.earlyWorker ?? { worker: this.openWorker(build), error: null };
    this.earlyWorker = null;
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
      const [defaultModel, bytes] = await Promise.all([
        this.requests.send((id) => ({ type: "connect", id, lock: lockName() }), Number.POSITIVE_INFINITY),
        this.source?.isBuiltIn ? null : this.source?.fetch(),
      ]);
      this.slots.multiplications.set("main", defaultModel.multiplications);
      const loaded = bytes ? await this.slots.send("main", bytes, this.source?.name ?? "") : defaultModel;
      const model = (this.source && (await this.slots.sendChanges("main", this.source))) ?? loaded;
      this.upSince = performance.now();
      this.up.resolve();
      this.listeners.onReady(named(model, this.source));
      this.startQueues();
    } catch (error) {
      worker.end(/** @type {Error} */ (error));
    }
  }

  /**
   * Another model is the current one.
   * @param {Source} source
   */
  replaceSource(source) {
    this.previous = this.hasRead ? this.source : this.previous;
    this.hasRead = false;
    this.source = source;
  }

  /**
   * Open a worker and let it boot.
   * @param {Build} build
   */
  openWorker(build) {
    const worker = openWorker();
    worker.postMessage({ type: "boot", build, baseUrl: this.baseUrl, bootMode: this.bootMode });
    this.bootMode = "plain";
    return worker;
  }

  /** Restart at the visitor's request. */
  async restart() {
    this.restarts = 0;
    this.up = new Deferred();
    await (this.build && this.start(this.build));
  }

  /**
   * Read ink.
   * @param {() => Ink} takeInk called when the request is sent
   * @param {Slot} [slot] of the model that reads it
   * @param {() => boolean} [needsAllValues] called then, too: whether the values of all stages are needed
   * @returns {Promise<Reading | null>} null if a newer request came first
   */
  readInk(takeInk, slot = "main", needsAllValues = () => false) {
    return this.queue(`readInk ${slot}`).run(() => {
      const ink = takeInk();
      const allValues = needsAllValues();
      const transfer = [ink.points.buffer, ink.lengths.buffer];
      return this.sendImage(slot, (id) => ({ type: "readInk", id, slot, ink, allValues }), transfer);
    });
  }

  /**
   * Read an image that takes the drawing's place, in the same queue as ink.
   * @param {Float32Array} image
   * @param {() => boolean} [needsAllValues] called when the request is sent
   * @returns {Promise<Reading | null>} null if a newer request came first
   */
  readImageInTurn(image, needsAllValues = () => false) {
    return this.queue("readInk main").run(() => this.readImage(image, "main", needsAllValues()));
  }

  /**
   * Read an image, outside the queue: every request is answered.
   * @param {Float32Array} image
   * @param {Slot} [slot]
   * @param {boolean} [allValues] whether the values of all stages are needed
   * @returns {Promise<Reading>}
   */
  async readImage(image, slot = "main", allValues = false) {
    await this.whenUp();
    return this.sendImage(slot, (id) => ({ type: "readImage", id, slot, image, allValues }));
  }

  /**
   * Send something to read.
   * @param {Slot} slot
   * @param {(id: number) => ToWorker} message
   * @param {Transferable[]} [transfer]
   * @returns {Promise<Reading>}
   */
  async sendImage(slot, message, transfer) {
    const reading = await this.requests.send(message, readingLimit(this.slots.multiplicationsOf(slot)), transfer);
    this.hasRead ||= slot === "main";
    return reading;
  }

  /**
   * Say what is needed of a large model from now on.
   * @param {Need[]} needs one for each stage
   * @param {Slot} slot
   * @returns {Promise<Painted | null>} the newest reading, with what is needed; null if other needs came first
   */
  show(needs, slot) {
    const limit = readingLimit(this.slots.multiplicationsOf(slot));
    return this.queue(`show ${slot}`).run(() => this.requests.send((id) => ({ type: "show", id, slot, needs }), limit));
  }

  /**
   * Ask a question about the newest reading.
   * @template {keyof Questions} Name
   * @param {Name} question
   * @param {Questions[Name]["args"]} args
   * @param {Slot} [slot]
   * @param {string} [asker] whose questions replace each other; those of different askers do not
   * @returns {Promise<Answer<Name> | null>} null if the same asker has asked the same question again first
   */
  ask(question, args, slot = "main", asker = "") {
    return this.queue(`${question} ${slot} ${asker}`).run(() =>
      this.requests.send(
        (id) => ({ type: "ask", id, slot, question, args }),
        answerLimit(this.slots.multiplicationsOf(slot)),
      ),
    );
  }

  /**
   * Run a task on the newest reading, or on some bytes.
   * @param {Task} task
   * @param {object} [args]
   * @param {ArrayBuffer} [bytes]
   * @param {Transferable[]} [transfer] the bytes, if they are not needed any more
   * @param {OnProgress} [onProgress]
   * @returns {Promise<TaskResult>}
   */
  async runTask(task, args = {}, bytes = new ArrayBuffer(0), transfer = [], onProgress = () => {}) {
    await this.whenUp();
    return this.requests.send(
      (id) => ({ type: "runTask", id, slot: "main", task, args, bytes }),
      MODEL_LIMIT,
      transfer,
      onProgress,
    );
  }

  /**
   * While something runs that takes long, what can wait in a queue does so: its time limit would include the long request.
   * @template T
   * @param {() => Promise<T>} act
   * @returns {Promise<T>}
   */
  async alone(act) {
    this.long += 1;
    try {
      return await act();
    } finally {
      this.long -= 1;
      this.startQueues();
    }
  }

  /** End what the worker is doing, at the visitor's request: another worker starts with the current model. */
  cancel() {
    this.worker?.end(new Cancelled());
  }

  startQueues() {
    for (const queue of this.queues.values()) {
      queue.next();
    }
  }

  /** Nothing is sent to a worker that is still booting, so that time limits do not include its downloads. */
  whenUp() {
    return this.up.promise;
  }

  /** @param {string} name */
  queue(name) {
    const queue = this.queues.get(name) ?? new LatestWinsQueue(() => this.isUp && this.long === 0);
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
      case "intervened":
        this.requests.resolve(message.id, message.intervened);
        return;
      case "painted":
        this.requests.resolve(message.id, message.painted);
        return;
      case "answer":
        this.requests.resolve(message.id, message.answer);
        return;
      case "taskProgress":
        this.requests.report(message.id, message.done, message.total);
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
   * Reject all pending requests, and restart the worker unless it crashes repeatedly. One that was cancelled has not crashed.
   * @param {Error} reason
   */
  handleCrash(reason) {
    if (this.upSince !== null) {
      this.up = new Deferred();
      this.restarts = performance.now() - this.upSince < STABLE_AFTER ? this.restarts : 0;
    }
    this.worker = null;
    this.upSince = null;
    this.requests.rejectAll(reason);
    for (const queue of this.queues.values()) {
      queue.rejectWaiting(reason);
    }
    const isCancelled = reason instanceof Cancelled;
    const withdrawn = isCancelled ? null : this.withdrawModel(reason);
    const restarting = isCancelled || this.restarts < MAX_RESTARTS;
    if (isCancelled) {
      this.bootMode = "snapshot"; // nothing has gone wrong
    } else {
      this.restarts += 1;
      this.listeners.onCrash(reason, restarting, withdrawn);
    }
    if (restarting && this.build) {
      this.start(this.build);
    } else {
      this.up.reject(new Error("Python has stopped"));
    }
  }

  /**
   * Let the next worker start with the model before the current one, if that one is the likely cause of the crash. This
   * crash does not count then.
   * @param {Error} reason
   * @returns {Source | null} the withdrawn model
   */
  withdrawModel(reason) {
    const { source, previous } = this;
    const isSlow = reason instanceof TimeLimitError && this.restarts >= MAX_RESTARTS;
    if (!previous || (this.hasRead && !isSlow)) {
      return null;
    }
    this.source = previous;
    this.previous = null;
    this.hasRead = true;
    this.restarts = 0;
    return source;
  }
}
