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
import { Requests, TimeLimitError } from "./requests.js";
import { answerLimit, MODEL_LIMIT, readingLimit } from "./time-limits.js";
import { WorkerHandle } from "./worker-handle.js";

/** @import { FromWorker, Ink, Intervened, Interventions, TaskResult, Model, Need, ToWorker } from "../protocol/messages.js" */
/** @import { Painted, Reading, Slot, Task } from "../protocol/messages.js" */
/** @import { Answer, Questions } from "../protocol/questions.js" */
/** @import { Build, EarlyWorker, Phase, BootMode } from "../protocol/build-info.js" */

/**
 * Where a model's file comes from.
 * @typedef {object} Source
 * @property {string} name
 * @property {() => Promise<ArrayBuffer>} fetch
 * @property {boolean} [isBuiltIn] whether Python has loaded it after booting, so that it need not be sent
 * @property {Float32Array | null} [weights] that have taken the place of those in the file
 * @property {Interventions | null} [interventions] what is left out of the network
 */

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
    /** @type {Map<Slot, number>} the multiplications of the model in each slot, for one image */
    this.multiplications = new Map();
    /** @type {WorkerHandle | null} */
    this.worker = null;
    /** Since when the worker has been up, in milliseconds of `performance.now()`; null while it is not. */
    this.upSince = /** @type {number | null} */ (null);
    this.up = new Deferred();
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
      this.multiplications.set("main", defaultModel.multiplications);
      const loaded = bytes ? await this.sendModel("main", bytes, this.source?.name ?? "") : defaultModel;
      const model = (this.source && (await this.sendChanges("main", this.source))) ?? loaded;
      this.upSince = performance.now();
      this.up.resolve();
      this.listeners.onReady(model);
      for (const queue of this.queues.values()) {
        queue.next();
      }
    } catch (error) {
      worker.end(/** @type {Error} */ (error));
    }
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
    const reading = await this.requests.send(message, readingLimit(this.multiplicationsOf(slot)), transfer);
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
    const limit = readingLimit(this.multiplicationsOf(slot));
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
        answerLimit(this.multiplicationsOf(slot)),
      ),
    );
  }

  /**
   * Run a task on the newest reading, or on some bytes.
   * @param {Task} task
   * @param {object} [args]
   * @param {ArrayBuffer} [bytes]
   * @param {Transferable[]} [transfer] the bytes, if they are not needed any more
   * @returns {Promise<TaskResult>}
   */
  async runTask(task, args = {}, bytes = new ArrayBuffer(0), transfer = []) {
    await this.whenUp();
    return this.requests.send(
      (id) => ({ type: "runTask", id, slot: "main", task, args, bytes }),
      MODEL_LIMIT,
      transfer,
    );
  }

  /**
   * Make another model the current one of a slot; if it is refused, the previous one remains.
   * @param {ArrayBuffer} bytes
   * @param {string} name
   * @param {Slot} [slot]
   * @returns {Promise<Model>}
   */
  async loadModel(bytes, name, slot = "main") {
    await this.whenUp();
    const model = await this.sendModel(slot, bytes, name);
    if (slot === "main") {
      this.previous = this.hasRead ? this.source : this.previous;
      this.hasRead = false;
      this.source = { fetch: async () => bytes, name };
    }
    return model;
  }

  /**
   * @param {Slot} slot
   * @param {ArrayBuffer} bytes
   * @param {string} name
   * @returns {Promise<Model>}
   */
  async sendModel(slot, bytes, name) {
    const copy = bytes.slice(0);
    const model = await this.requests.send((id) => ({ type: "loadModel", id, slot, bytes: copy, name }), MODEL_LIMIT, [
      copy,
    ]);
    this.multiplications.set(slot, model.multiplications);
    return model;
  }

  /**
   * Load the model of a source into a slot, with the weights that have taken the place of those in its file, and without
   * what is left out.
   * @param {Source} source
   * @param {Slot} [slot]
   * @returns {Promise<Model>}
   */
  async loadSource(source, slot = "main") {
    const loaded = await this.loadModel(await source.fetch(), source.name, slot);
    const model = await this.sendChanges(slot, source);
    if (slot === "main") {
      this.source = source;
    }
    return model ?? loaded;
  }

  /**
   * Send what has been changed of a source's model, once it is loaded.
   * @param {Slot} slot
   * @param {Source} source
   * @returns {Promise<Model | null>} the model without what is left out; null if it has all its parts
   */
  async sendChanges(slot, { weights, interventions }) {
    await (weights && this.sendWeights(slot, weights));
    return interventions ? (await this.sendInterventions(slot, interventions)).model : null;
  }

  /**
   * The model of a source as it is now, as the bytes of a `.npz`.
   * @param {Source} source the current one
   * @returns {Promise<ArrayBuffer>}
   */
  async currentFile(source) {
    const isChanged = source.weights || source.interventions;
    return isChanged ? (await this.runTask("modelFile")).file.buffer : source.fetch();
  }

  /**
   * Read the newest image again, with other weights. They are part of the current model's source from then on, so that the
   * next worker gets them, and every slot that loads it.
   * @param {Float32Array} weights all of the model's, in the order of the task "weights"
   * @param {() => boolean} [needsAllValues] called when the request is sent
   * @returns {Promise<Reading | null>} null if newer weights came first
   * @throws {Error} if Python refuses them; those before remain
   */
  async changeWeights(weights, needsAllValues = () => false) {
    const { source } = this;
    const reading = await this.queue("changeWeights main").run(() =>
      this.sendWeights("main", weights, needsAllValues()),
    );
    this.note(source, reading && { weights });
    return reading;
  }

  /**
   * Leave parts of the current model out, and read the newest image again. They are part of its source, as changed weights
   * are.
   * @param {Interventions} interventions all that are wanted
   * @param {() => boolean} [needsAllValues] called when the request is sent
   * @returns {Promise<Intervened | null>} null if newer ones came first
   * @throws {Error} if Python refuses them; those before remain
   */
  async intervene(interventions, needsAllValues = () => false) {
    const { source } = this;
    const intervened = await this.queue("intervene main").run(() =>
      this.sendInterventions("main", interventions, needsAllValues()),
    );
    const isWhole = Object.values(interventions).every(({ length }) => length === 0);
    this.note(source, intervened && { interventions: isWhole ? null : interventions });
    return intervened;
  }

  /**
   * Note what has been changed of the current model, unless another one has been loaded meanwhile.
   * @param {Source | null} source when the change was asked for
   * @param {Partial<Source> | null} change null if there was none
   */
  note(source, change) {
    if (change && this.source && source?.fetch === this.source.fetch) {
      this.source = { ...this.source, ...change };
    }
  }

  /**
   * @param {Slot} slot
   * @param {Float32Array} weights
   * @param {boolean} [allValues]
   * @returns {Promise<Reading>}
   */
  sendWeights(slot, weights, allValues = false) {
    const copy = weights.slice();
    const limit = readingLimit(this.multiplicationsOf(slot));
    return this.requests.send((id) => ({ type: "changeWeights", id, slot, weights: copy, allValues }), limit, [
      copy.buffer,
    ]);
  }

  /**
   * @param {Slot} slot
   * @param {Interventions} interventions
   * @param {boolean} [allValues]
   * @returns {Promise<Intervened>}
   */
  sendInterventions(slot, interventions, allValues = false) {
    return this.requests.send((id) => ({ type: "intervene", id, slot, interventions, allValues }), MODEL_LIMIT);
  }

  /** @param {Slot} slot */
  multiplicationsOf(slot) {
    return this.multiplications.get(slot) ?? 0;
  }

  /** Nothing is sent to a worker that is still booting, so that time limits do not include its downloads. */
  whenUp() {
    return this.up.promise;
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
      case "intervened":
        this.requests.resolve(message.id, message.intervened);
        return;
      case "painted":
        this.requests.resolve(message.id, message.painted);
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
   * Reject all pending requests, and restart the worker unless it crashes repeatedly.
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
    const withdrawn = this.withdrawModel(reason);
    const restarting = this.restarts < MAX_RESTARTS;
    this.restarts += 1;
    this.listeners.onCrash(reason, restarting, withdrawn);
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
