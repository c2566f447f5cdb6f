/** What the network reads, and a button for each label that the drawing may have had instead. */

import { button, make, setText } from "../../../ui/dom.js";

/** @import { Texts } from "../../../i18n/language.js" */

const MOST_OFFERED = 24; // labels; more are in the list below

export class LabelOffer {
  /**
   * @param {Texts} texts
   * @param {(label: string) => void} onLabel
   * @param {() => void} onOther
   * @param {() => void} onClear
   */
  constructor(texts, onLabel, onOther, onClear) {
    this.texts = texts;
    this.onLabel = onLabel;
    this.sentence = make("p", "tray-reads");
    this.sentence.dataset.testid = "tray-reads";
    this.other = button("", "", onOther);
    this.other.dataset.testid = "tray-other";
    this.clear = button("quiet", "", onClear);
    this.clear.dataset.testid = "tray-clear";
    this.buttons = make("div", "tray-offer", this.other, this.clear);
    this.buttons.setAttribute("role", "group");
    this.element = make("div", "", this.sentence, this.buttons);
    /** @type {string[]} */
    this.labels = [];
    /** @type {string | null} */
    this.read = null;
  }

  /** @param {string | null} read as what the drawing is read; null if there is none */
  show(read) {
    const { offer } = this.texts.train.tray;
    this.read = read;
    setText(this.sentence, read === null ? offer.blank : offer.reads(read));
    this.buttons.hidden = read === null || this.labels.length > MOST_OFFERED;
  }

  /** @param {string[]} labels that can be chosen */
  offer(labels) {
    if (labels.join("\n") !== this.labels.join("\n")) {
      this.labels = labels;
      this.buttons.replaceChildren(...labels.map((label) => this.buttonOf(label)), this.other, this.clear);
    }
  }

  /** @param {string} label */
  buttonOf(label) {
    const element = button("", label, () => this.onLabel(label));
    element.dataset.testid = `tray-was-${label}`;
    return element;
  }

  localise() {
    const { offer } = this.texts.train.tray;
    setText(this.other, offer.other);
    setText(this.clear, offer.clear);
    this.buttons.setAttribute("aria-label", offer.label);
    this.show(this.read);
  }
}
