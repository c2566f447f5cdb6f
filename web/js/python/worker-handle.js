/**
 * Wraps a worker: delivers its messages until it ends, then calls `onEnd` exactly once with the reason. A worker ends when
 * its script cannot be loaded or throws, when a message cannot be read, when its lock is released, or on `end()`.
 */

import { LocalisedError } from "../i18n/error-text.js";
import { texts } from "../i18n/language.js";
import { whenReleased } from "../protocol/worker-lock.js";

/** @import { FromWorker, ToWorker } from "../protocol/messages.js" */

export class WorkerHandle {
  /**
   * @param {Worker} worker
   * @param {(message: FromWorker) => void} onMessage
   * @param {(reason: Error) => void} onEnd
   */
  constructor(worker, onMessage, onEnd) {
    this.worker = worker;
    this.onEnd = onEnd;
    this.hasEnded = false;
    worker.addEventListener("message", ({ data }) => this.hasEnded || onMessage(data));
    worker.addEventListener("messageerror", () => this.end(new Error("unreadable answer")));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.fail(event);
    });
  }

  /**
   * @param {ToWorker} message
   * @param {Transferable[]} transfer
   */
  post(message, transfer) {
    this.worker.postMessage(message, transfer);
  }

  /** @param {string} lock that the worker holds as long as it runs */
  watch(lock) {
    whenReleased(lock, () => this.end(new Error("the worker is gone")));
  }

  /** @param {ErrorEvent} event */
  fail({ message }) {
    this.end(message ? new Error(message) : new LocalisedError(() => texts.errors.noWorker));
  }

  /** @param {Error} reason */
  end(reason) {
    if (!this.hasEnded) {
      this.hasEnded = true;
      this.worker.terminate();
      this.onEnd(reason);
    }
  }
}
