/** Chooses a label: one of the known ones, or a new symbol that is typed. */

import { button, make, setText } from "../../../ui/dom.js";

/** @import { Texts } from "../../../i18n/language.js" */

const OTHER = "\n"; // no label

export class LabelForm {
  /**
   * @param {Texts} texts
   * @param {string} testid
   * @param {(label: string) => void} onLabel
   */
  constructor(texts, testid, onLabel) {
    this.texts = texts;
    this.question = make("span");
    this.select = make("select");
    this.select.dataset.testid = `${testid}-label`;
    this.symbol = make("input");
    this.symbol.dataset.testid = `${testid}-symbol`;
    this.symbol.autocomplete = "off";
    this.button = button("", "", () => onLabel(this.label));
    this.button.dataset.testid = testid;
    this.element = make("div", "tray-form", make("label", "", this.question, this.select), this.symbol, this.button);
    /** @type {string[]} */
    this.labels = [];
    this.select.addEventListener("change", () => this.showSymbol());
    this.symbol.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        onLabel(this.label);
      }
    });
    this.showSymbol();
  }

  /** The label that is chosen or typed. */
  get label() {
    return this.select.value === OTHER ? this.symbol.value : this.select.value;
  }

  set label(label) {
    this.select.value = label;
    this.symbol.value = "";
    this.showSymbol();
  }

  /** Have a new symbol typed. */
  askForSymbol() {
    this.select.value = OTHER;
    this.showSymbol();
    this.symbol.focus();
  }

  showSymbol() {
    this.symbol.hidden = this.select.value !== OTHER;
  }

  /** @param {string[]} labels that can be chosen */
  offer(labels) {
    if (labels.join("\n") !== this.labels.join("\n")) {
      const { label } = this;
      this.labels = labels;
      this.select.replaceChildren(...labels.map((name) => new Option(name, name)), new Option("", OTHER));
      this.label = labels.includes(label) ? label : labels[0];
      this.localiseOther();
    }
  }

  localiseOther() {
    const { other, symbol } = this.texts.train.tray.add;
    const option = this.select.options[this.select.options.length - 1];
    if (option) {
      option.text = other;
    }
    this.symbol.setAttribute("aria-label", symbol);
    this.symbol.placeholder = symbol;
  }

  /**
   * @param {string} question before the select
   * @param {string} action on the button
   */
  localise(question, action) {
    setText(this.question, question);
    setText(this.button, action);
    this.localiseOther();
  }
}
