/**
 * Requests to a worker and their answers, matched by id, with a time limit for each request. The worker works on one after
 * the other, so the clock of a request starts when all earlier ones have been answered.
 */

/** @import { ToWorker } from "../protocol/messages.js" */

/** @typedef {(done: number, total: number) => void} OnProgress */
/**
 * @typedef {{ resolve: (value: any) => void, reject: (error: Error) => void, limit: number, onProgress: OnProgress }} PendingRequest
 */

/** A request has taken longer than it may. */
export class TimeLimitError extends Error {
  /** @param {number} limit milliseconds */
  constructor(limit) {
    super(`no answer for ${(limit / 1000).toFixed(0)} seconds`);
  }
}

export class Requests {
  /**
   * @param {(message: ToWorker, transfer: Transferable[]) => void} post
   * @param {(error: Error) => void} onTimeout
   */
  constructor(post, onTimeout) {
    this.post = post;
    this.onTimeout = onTimeout;
    this.lastId = 0;
    /** @type {Map<number, PendingRequest>} the oldest first */
    this.pending = new Map();
    this.watched = 0; // the id of the request whose clock runs
    this.timer = 0;
  }

  /**
   * @param {(id: number) => ToWorker} message
   * @param {number} limit milliseconds; Infinity for none
   * @param {Transferable[]} [transfer]
   * @param {OnProgress} [onProgress]
   * @returns {Promise<any>}
   */
  send(message, limit, transfer = [], onProgress = () => {}) {
    return new Promise((resolve, reject) => {
      this.lastId += 1;
      this.post(message(this.lastId), transfer); // if it throws, nothing is pending
      this.pending.set(this.lastId, { resolve, reject, limit, onProgress });
      this.watchOldest();
    });
  }

  /** Let the clock of the oldest request run, and no other. */
  watchOldest() {
    const [[id, { limit }] = [0, { limit: Number.POSITIVE_INFINITY }]] = this.pending;
    if (id === this.watched) {
      return;
    }
    this.watched = id;
    clearTimeout(this.timer);
    if (Number.isFinite(limit)) {
      this.timer = setTimeout(() => this.onTimeout(new TimeLimitError(limit)), limit);
    }
  }

  /**
   * Report how far a request is.
   * @param {number} id
   * @param {number} done
   * @param {number} total
   */
  report(id, done, total) {
    this.pending.get(id)?.onProgress(done, total);
  }

  /**
   * @param {number} id
   * @param {unknown} value
   */
  resolve(id, value) {
    this.remove(id)?.resolve(value);
  }

  /**
   * @param {number} id
   * @param {Error} error
   */
  reject(id, error) {
    this.remove(id)?.reject(error);
  }

  /** @param {Error} error */
  rejectAll(error) {
    for (const id of [...this.pending.keys()]) {
      this.reject(id, error);
    }
  }

  /** @param {number} id */
  remove(id) {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    this.watchOldest();
    return pending;
  }
}
