/**
 * A worker for as long as it lives: its messages, and, once, why it is gone. Whether its script cannot be loaded, an
 * answer cannot be read, somebody gives it up, or it is gone without a word: after that nothing of it is heard.
 */

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
    this.isGone = false;
    worker.addEventListener("message", ({ data }) => this.isGone || onMessage(data));
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

  /** @param {string} lock that the worker holds as long as it lives */
  watch(lock) {
    whenReleased(lock, () => this.end(new Error("the worker is gone")));
  }

  /** @param {ErrorEvent} event */
  fail({ message }) {
    this.end(new Error(message || "worker/worker.js could not be loaded"));
  }

  /** @param {Error} reason */
  end(reason) {
    if (!this.isGone) {
      this.isGone = true;
      this.worker.terminate();
      this.onEnd(reason);
    }
  }
}
