/** Shows in the status bar how Python boots, that it takes long, that it is ready, and that it has crashed. */

import { sentenceOf } from "../i18n/error-text.js";
import { texts } from "../i18n/language.js";
import { RemainingTime } from "../lib/remaining-time.js";

/** @import { Phase } from "../protocol/build-info.js" */
/** @import { Model } from "../protocol/messages.js" */
/** @import { Listeners } from "../python/client.js" */
/** @import { Source } from "../python/model-slots.js" */
/** @import { App } from "./app.js" */

const PATIENCE = 15_000; // milliseconds

/** @implements {Listeners} */
export class PythonListener {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    this.timer = 0;
    this.remaining = new RemainingTime();
  }

  /** Say so if no file arrives for long. */
  wait() {
    this.stopWaiting();
    this.timer = setTimeout(() => this.app.status.tell(() => texts.status.waiting), PATIENCE);
  }

  stopWaiting() {
    clearTimeout(this.timer);
  }

  /** @param {{ phase: Phase, loaded: number, total: number }} progress */
  onProgress({ phase, loaded, total }) {
    const { status } = this.app;
    this.stopWaiting();
    if (phase === "download") {
      this.wait();
    }
    if (phase === "download") {
      const seconds = this.remaining.after(loaded, total, performance.now());
      status.show(() => texts.status.download(loaded, total, seconds));
    } else {
      status.show(() => texts.status[phase]);
    }
  }

  /** @param {Model} model that Python has loaded */
  async onReady(model) {
    const { app } = this;
    this.stopWaiting();
    app.status.tell(() => texts.status.ready);
    await app.begin(model);
    document.documentElement.dataset.state = "ready";
    app.ready.resolve();
    app.api.emit("ready");
  }

  /**
   * @param {Error} error
   * @param {boolean} restarting whether the client starts another worker by itself
   * @param {Source | null} withdrawn the model that Python starts without
   */
  onCrash(error, restarting, withdrawn) {
    const { status, python } = this.app;
    this.wait();
    status.tell(() => (restarting ? texts.status.restarting : texts.status.stopped));
    if (withdrawn) {
      status.showError(() => texts.errors.withdrawn(withdrawn.name, sentenceOf(error)));
    }
    if (!restarting) {
      this.stopWaiting();
      const hasRun = document.documentElement.dataset.state === "ready";
      status.showFatalError(
        () => crashText(error, hasRun),
        () => python.restart(),
      );
    }
  }
}

/**
 * @param {Error} error
 * @param {boolean} hasRun whether Python had been ready before
 */
function crashText(error, hasRun) {
  const { boot, death, memory } = texts.errors;
  if (/memory|allocation failed/i.test(`${error.name} ${error.message}`)) {
    return memory;
  }
  return hasRun ? death(sentenceOf(error)) : boot(sentenceOf(error));
}
