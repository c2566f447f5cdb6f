/**
 * Says what has been read; for a slow network, how long that takes and why. The reason stands below the pad: in the
 * header it would move the pad under the pen.
 */

import { texts } from "../i18n/language.js";
import { byId, setText } from "../ui/dom.js";

/** @import { Texts } from "../i18n/language.js" */
/** @import { Model } from "../protocol/messages.js" */
/** @import { StatusBar } from "../ui/status-bar.js" */

const RECENT = 5; // readings
const SLOW = 33; // milliseconds: two frames
const QUICK = 25; // a network that is between the two remains what it was

export class ReadingTime {
  /** @param {StatusBar} status */
  constructor(status) {
    this.status = status;
    this.note = byId("reading-cost");
    /** @type {Model | null} */
    this.model = null;
    /** @type {number[]} milliseconds of its last readings */
    this.recent = [];
    this.isSlow = false;
  }

  /**
   * @param {number} milliseconds that a reading took
   * @param {Model} model that has made it
   * @param {keyof Texts["status"]["reads"]} what was on the pad
   */
  show(milliseconds, model, what) {
    const recent = model === this.model ? this.recent : [];
    this.model = model;
    this.recent = [...recent, milliseconds].slice(-RECENT);
    const median = middle(this.recent);
    this.isSlow = median >= (this.isSlow && recent.length > 0 ? QUICK : SLOW);
    this.status.show(
      () => (this.isSlow ? texts.status.slow(median) : texts.status.reads[what]),
      () => texts.status.took(milliseconds),
    );
    this.localise();
  }

  /** Render the reason, in the current language. */
  localise() {
    const { note, model } = this;
    note.hidden = !this.isSlow || !model?.multiplications;
    if (model && !note.hidden) {
      const most = model.stages.reduce((one, other) => (other.multiplications > one.multiplications ? other : one));
      setText(note, texts.status.why(model.multiplications, most.title, most.multiplications / model.multiplications));
    }
  }
}

/** @param {number[]} numbers at least one */
function middle(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
