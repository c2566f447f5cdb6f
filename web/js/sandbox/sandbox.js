/**
 * The sandbox: a second Python that runs the code of the person at the page, and can be stopped at any time.
 *
 * Requests are answered one after the other. Code may run for its time limit; Python ends it itself and says in which line
 * it was. What Python cannot end, one long call of a C function for instance, ends with its worker a moment later. `stop`
 * ends the worker at once. In both cases another one takes its place, with the model and the last text that ran.
 */

import { LatestWinsQueue } from "../python/latest-wins-queue.js";
import { checkedAnswer } from "./check-result.js";
import { SandboxFrame } from "./frame.js";
import { RunningRequest } from "./running-request.js";
import { SandboxError } from "./sandbox-error.js";
import { SandboxFiles } from "./sandbox-files.js";

/** @import { Build } from "../protocol/build-info.js" */
/** @import { FromFrame, SandboxAnswer, SandboxTask } from "../protocol/sandbox-messages.js" */

/** @typedef {"off" | "starting" | "up" | "failed"} SandboxState */

/**
 * A request that waits or runs.
 * @typedef {object} Request
 * @property {number} id
 * @property {SandboxTask} task
 * @property {object} args
 * @property {ArrayBuffer} data
 * @property {number} seconds
 * @property {(answer: SandboxAnswer<any>) => void} resolve
 * @property {(error: Error) => void} reject
 */

/** @type {Record<SandboxTask, number>} seconds that each task may take; the person's code is ended by Python then */
const LIMITS = {
  load: 20,
  colours: 5,
  lint: 5,
  run: 10,
  read: 2,
  check: 10,
  exercise: 5,
  console: 10,
  names: 2,
  trainBegin: 180, // thousands of digits become images
  trainSlice: 60, // one step of a large network
  trainDiscard: 5,
};

const START_LIMIT = 60_000; // milliseconds until a worker is up

/**
 * Dispatches `state` when it starts, is up, or fails; `beat` four times a second while something runs, with its seconds, line
 * and variables; `output` with what it prints; and `idle` when it has ended.
 */
export class Sandbox extends EventTarget {
  /**
   * Nothing is fetched or started yet.
   * @param {Build} build the contents of build.json
   * @param {{ openFrame?: (onMessage: (message: FromFrame) => void) => SandboxFrame, files?: SandboxFiles }} [parts] for tests
   */
  constructor(build, { openFrame = (onMessage) => new SandboxFrame(onMessage), files = new SandboxFiles(build) } = {}) {
    super();
    this.files = files;
    this.openFrame = openFrame;
    /** @type {SandboxState} */
    this.state = "off";
    /** @type {SandboxFrame | null} */
    this.frame = null;
    /** @type {Promise<void> | null} until Python is up */
    this.starting = null;
    /** @type {{ resolve: () => void, reject: (error: Error) => void } | null} */
    this.onUp = null;
    this.lastId = 0;
    /** @type {Request[]} */
    this.waiting = [];
    /** @type {RunningRequest | null} */
    this.running = null;
    /** @type {Map<string, LatestWinsQueue>} */
    this.queues = new Map();
    /** @type {Map<SandboxTask, { args: object, data: ArrayBuffer }>} what another worker must be given again */
    this.given = new Map();
  }

  /** Start Python, once; called again after a failure, it tries again. */
  start() {
    this.starting ??= this.startAll().catch((error) => {
      this.fail(error);
      throw error;
    });
    return this.starting;
  }

  async startAll() {
    this.enter("starting");
    if (!this.frame) {
      this.frame = await this.openWithFiles();
    }
    await this.startWorker();
  }

  /** Make the frame, and hand it the files. */
  async openWithFiles() {
    const frame = this.openFrame((message) => this.receive(message));
    try {
      const [{ files, modules, scripts }] = await Promise.all([this.files.fetch(), frame.open()]);
      frame.post({ type: "files", files, modules, scripts }, [...files.values()]);
      return frame;
    } catch (error) {
      frame.close();
      throw error;
    }
  }

  /** Start a worker, or another one. */
  async startWorker() {
    const up = new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("the second Python does not start")), START_LIMIT);
      const settle = (/** @type {() => void} */ then) => {
        clearTimeout(timer);
        this.onUp = null;
        then();
      };
      this.onUp = { resolve: () => settle(() => resolve(undefined)), reject: (error) => settle(() => reject(error)) };
    });
    this.frame?.post({ type: "startWorker", build: this.files.build, bootMode: this.files.bootMode });
    await up;
    this.enter("up");
    const given = [...this.given].map(([task, { args, data }]) => this.makeRequest(task, args, data));
    this.waiting.unshift(...given.map(({ request }) => request));
    for (const { answer } of given) {
      answer.catch(() => {}); // whoever reads next is told
    }
    this.next();
  }

  /** @param {Error} error */
  fail(error) {
    this.starting = null;
    this.frame?.close();
    this.frame = null;
    this.enter("failed");
    this.rejectAll(new SandboxError("ended", error.message));
  }

  /** @param {SandboxState} state */
  enter(state) {
    this.state = state;
    this.dispatchEvent(new CustomEvent("state", { detail: state }));
  }

  /**
   * Run a task after those that have been requested before.
   * @template {SandboxTask} T
   * @param {T} task
   * @param {object} args
   * @param {{ data?: ArrayBuffer, seconds?: number }} [options] bytes for the task, and how long it may take
   * @returns {Promise<SandboxAnswer<T>>}
   * @throws {SandboxError} if it was stopped or has ended, or if the answer is none
   */
  async request(task, args, { data = new ArrayBuffer(0), seconds = LIMITS[task] } = {}) {
    const { request, answer } = this.makeRequest(task, args, data, seconds);
    this.waiting.push(request);
    this.start().then(
      () => this.next(),
      () => {}, // `fail` has rejected the request
    );
    const checked = await answer;
    if (task === "load" || task === "colours" || (task === "run" && checked.result.defined)) {
      this.given.set(task, { args, data });
    } else if (task === "run") {
      this.given.delete(task); // there is no own operator any more
    }
    return checked;
  }

  /**
   * @param {SandboxTask} task
   * @param {object} args
   * @param {ArrayBuffer} data
   * @param {number} [seconds]
   * @returns {{ request: Request, answer: Promise<SandboxAnswer<any>> }}
   */
  makeRequest(task, args, data, seconds = LIMITS[task]) {
    this.lastId += 1;
    /** @type {any} */
    const request = { id: this.lastId, task, args, data, seconds };
    const answer = new Promise((resolve, reject) => Object.assign(request, { resolve, reject }));
    return { request, answer };
  }

  /**
   * A queue of requests in which a newer one replaces the one that waits.
   * @param {string} name
   */
  latest(name) {
    const queue = this.queues.get(name) ?? new LatestWinsQueue(() => true);
    this.queues.set(name, queue);
    return queue;
  }

  /** Send the next request, if none is running. */
  next() {
    if (this.running || this.state !== "up") {
      return;
    }
    const request = this.waiting.shift();
    if (!request) {
      return;
    }
    this.running = new RunningRequest(
      request,
      (beat) => this.dispatchEvent(new CustomEvent("beat", { detail: beat })),
      (error) => this.abandon(error),
    );
    const { id, task, args, data, seconds } = request;
    this.frame?.post({
      type: "toWorker",
      message: { type: "request", id, task, args: JSON.stringify(args), data, seconds },
    });
  }

  /** @param {FromFrame} message */
  receive(message) {
    if (message.type === "up") {
      this.onUp?.resolve();
    } else if (message.type === "ended") {
      this.handleEnd(new SandboxError("ended", message.reason));
    } else if (message.type === "failure" && message.id === null) {
      this.handleEnd(new SandboxError(message.name, message.message));
    } else if ("id" in message && message.id === this.running?.request.id) {
      this.handleReport(this.running, message);
    }
  }

  /**
   * @param {RunningRequest} running
   * @param {Extract<FromFrame, { id: number | null }>} message about it
   */
  handleReport(running, message) {
    const { request } = running;
    switch (message.type) {
      case "began":
        running.begin();
        return;
      case "beat":
        running.moveTo(message.line, message.locals);
        return;
      case "output":
        this.dispatchEvent(new CustomEvent("output", { detail: { text: message.text, task: request.task } }));
        return;
      case "needs":
        this.handOver(running, message.archive);
        return;
      case "failure":
        this.settle(() => request.reject(new SandboxError(message.name, message.message)));
        return;
      default:
        this.settle(() => this.resolve(request, message));
    }
  }

  /**
   * @param {Request} request
   * @param {Extract<FromFrame, { type: "answer" }>} message
   */
  resolve({ task, resolve, reject }, { result, numbers, pictures, file }) {
    try {
      resolve(checkedAnswer(task, result, numbers, pictures, file));
    } catch (error) {
      reject(new SandboxError("refused", `the answer to ${task} is refused: ${/** @type {Error} */ (error).message}`));
    }
  }

  /**
   * @param {RunningRequest} running
   * @param {string} url of an archive that an import in it needs
   */
  async handOver(running, url) {
    running.pause();
    const bytes = await this.files.archive(url).catch(() => null);
    if (running === this.running) {
      running.begin();
      this.frame?.post({ type: "toWorker", message: { type: "archive", name: url, bytes } });
    }
  }

  /**
   * The running request has been answered.
   * @param {() => void} then
   */
  settle(then) {
    this.idle();
    then();
    this.next();
  }

  /** Nothing runs any more. */
  idle() {
    this.running?.end();
    this.running = null;
    this.dispatchEvent(new CustomEvent("idle"));
  }

  /** End what runs, whatever it does; another worker takes its place. */
  stop() {
    return this.endRunning(new SandboxError("stopped", "stopped"));
  }

  /**
   * @param {SandboxError} error that requests are rejected with
   * @returns {Promise<void>} until Python is up again
   */
  async endRunning(error) {
    if (["run", "read"].includes(this.running?.request.task ?? "")) {
      this.given.delete("run"); // it would hang again
    }
    this.rejectAll(error);
    if (this.state !== "up") {
      await this.starting; // another worker is on its way
      return;
    }
    this.frame?.post({ type: "endWorker" });
    this.enter("starting");
    this.starting = this.startWorker().catch((failure) => {
      this.fail(failure);
      throw failure;
    });
    await this.starting;
  }

  /**
   * The same where nobody waits for Python to be up again.
   * @param {SandboxError} error
   */
  abandon(error) {
    this.endRunning(error).catch(() => {}); // `fail` has said so
  }

  /** @param {SandboxError} error the worker is gone */
  handleEnd(error) {
    if (this.onUp) {
      this.onUp.reject(error); // it did not even start
    } else {
      this.abandon(error);
    }
  }

  /** @param {SandboxError} error */
  rejectAll(error) {
    const requests = [...(this.running ? [this.running.request] : []), ...this.waiting];
    this.idle();
    this.waiting = [];
    for (const { reject } of requests) {
      reject(error);
    }
  }
}
