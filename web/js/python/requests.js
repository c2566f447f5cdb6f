/** Requests to a worker and their answers, matched by id; an answer that does not come in time is reported. */

/** @import { ToWorker } from "../protocol/messages.js" */

/** @typedef {{ resolve: (value: any) => void, reject: (error: Error) => void, timer: number }} Pending */

export class Requests {
  /**
   * @param {(message: ToWorker, transfer: Transferable[]) => void} post
   * @param {(error: Error) => void} onSilence
   */
  constructor(post, onSilence) {
    this.post = post;
    this.onSilence = onSilence;
    this.lastId = 0;
    /** @type {Map<number, Pending>} */
    this.pending = new Map();
  }

  /**
   * @param {(id: number) => ToWorker} message
   * @param {number} limit milliseconds
   * @param {Transferable[]} [transfer]
   * @returns {Promise<any>}
   */
  send(message, limit, transfer = []) {
    return new Promise((resolve, reject) => {
      this.lastId += 1;
      this.post(message(this.lastId), transfer); // nobody waits for what could not be sent
      const timer = Number.isFinite(limit)
        ? setTimeout(() => this.onSilence(new Error(`no answer for ${limit / 1000} seconds`)), limit)
        : 0;
      this.pending.set(this.lastId, { resolve, reject, timer });
    });
  }

  /**
   * @param {number} id
   * @param {unknown} value
   */
  resolve(id, value) {
    this.take(id)?.resolve(value);
  }

  /**
   * @param {number} id
   * @param {Error} error
   */
  reject(id, error) {
    this.take(id)?.reject(error);
  }

  /** @param {Error} error */
  rejectAll(error) {
    for (const id of [...this.pending.keys()]) {
      this.reject(id, error);
    }
  }

  /** @param {number} id */
  take(id) {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    clearTimeout(pending?.timer);
    return pending;
  }
}
