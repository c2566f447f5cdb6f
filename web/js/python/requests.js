/** Requests to a worker and their answers, matched by id, with a time limit for each request. */

/** @import { ToWorker } from "../protocol/messages.js" */

/** @typedef {(done: number, total: number) => void} OnProgress */
/**
 * @typedef {{ resolve: (value: any) => void, reject: (error: Error) => void, timer: number, onProgress: OnProgress }} PendingRequest
 */

export class Requests {
  /**
   * @param {(message: ToWorker, transfer: Transferable[]) => void} post
   * @param {(error: Error) => void} onTimeout
   */
  constructor(post, onTimeout) {
    this.post = post;
    this.onTimeout = onTimeout;
    this.lastId = 0;
    /** @type {Map<number, PendingRequest>} */
    this.pending = new Map();
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
      const timer = Number.isFinite(limit)
        ? setTimeout(() => this.onTimeout(new Error(`no answer for ${(limit / 1000).toFixed(0)} seconds`)), limit)
        : 0;
      this.pending.set(this.lastId, { resolve, reject, timer, onProgress });
    });
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
    clearTimeout(pending?.timer);
    return pending;
  }
}
