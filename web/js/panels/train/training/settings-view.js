/** What a person chooses for a training: what learns, whether it is reminded, and how large and how many its steps are. */

import { localise, texts } from "../../../i18n/language.js";
import { make, setText } from "../../../ui/dom.js";

/** @import { Settings } from "./trainer.js" */

/** @typedef {Settings["what"]} What */
/** @typedef {{ rate: number, epochs: number }} Pace */

const KINDS = /** @type {const} */ (["last", "whole", "tiny"]);
const SOURCES = /** @type {const} */ (["samples", "tray"]);

/** The pace to begin with, as `adapt` and `teach` in py/glasscnn/training/teaching.py have it. @type {Record<What, Pace>} */
const PACES = {
  last: { rate: 0.02, epochs: 100 },
  whole: { rate: 0.002, epochs: 15 },
  tiny: { rate: 0.005, epochs: 20 },
};
const NEW_CLASS = { rate: 0.04, epochs: 150 };

const MOST_EPOCHS = 10_000;

/** Dispatches `change`. */
export class SettingsView extends EventTarget {
  constructor() {
    super();
    /** @type {What} */
    this.what = "last";
    /** @type {Settings["source"]} */
    this.source = "samples";
    this.hasNewClass = false;
    this.kinds = this.choice("training.what", KINDS, (name) => {
      this.what = name;
      this.setPace();
    });
    this.sources = this.choice("training.source", SOURCES, (name) => {
      this.source = name;
    });
    this.about = make("p", "training-about");
    this.remember = make("input");
    Object.assign(this.remember, { type: "checkbox", checked: true });
    this.remember.dataset.testid = "training-remember";
    this.remember.addEventListener("change", () => this.changed());
    this.aboutRemember = make("p", "training-about");
    const label = make("label", "check", this.remember, localise(make("span"), { text: "train.training.remember" }));
    this.reminding = make("div", "", label, this.aboutRemember);
    this.rate = this.number("rate", "any");
    this.epochs = this.number("epochs", "1");
    const summary = localise(make("summary"), { text: "train.training.settings" });
    const pace = make("details", "training-pace", summary, this.rate.label, this.epochs.label);
    this.element = make("div", "training-settings");
    this.element.append(this.kinds.element, this.about, this.sources.element, this.reminding, pace);
    this.setPace();
    this.render();
  }

  /** @returns {Settings} */
  get settings() {
    const { what, source } = this;
    const [rate, epochs] = [this.rate, this.epochs].map(({ input }) => input.valueAsNumber);
    return { what, source, remember: this.remember.checked, rate, epochs };
  }

  /** Whether it learns from the page's samples only. */
  get needsNoDigits() {
    return this.what === "tiny" && this.source === "samples";
  }

  /** @param {boolean} hasNewClass whether there are labels that the network does not have */
  setNewClass(hasNewClass) {
    if (hasNewClass !== this.hasNewClass) {
      this.hasNewClass = hasNewClass;
      this.setPace();
    }
  }

  /** Take the pace to begin with. */
  setPace() {
    const pace = this.what === "last" && this.hasNewClass ? NEW_CLASS : PACES[this.what];
    this.rate.input.value = String(pace.rate);
    this.epochs.input.value = String(pace.epochs);
  }

  /** A tenth of the rate, without the noise of binary fractions. */
  get slowerRate() {
    return Number((this.rate.input.valueAsNumber / 10).toPrecision(6));
  }

  slowDown() {
    this.rate.input.value = String(this.slowerRate);
    this.changed();
  }

  /**
   * Radio buttons in a row.
   * @template {string} Name
   * @param {string} path of their texts
   * @param {readonly Name[]} names
   * @param {(name: Name) => void} choose
   */
  choice(path, names, choose) {
    const group = path.replaceAll(".", "-");
    const element = make("fieldset", "switch training-choice");
    element.append(localise(make("legend", "hidden"), { text: `train.${path}.label` }));
    const radios = names.map((name) => {
      const input = make("input");
      Object.assign(input, { type: "radio", name: group, value: name });
      input.dataset.testid = `${group}-${name}`;
      input.addEventListener("change", () => {
        choose(name);
        this.changed();
      });
      element.append(make("label", "", input, localise(make("span"), { text: `train.${path}.${name}` })));
      return input;
    });
    radios[0].checked = true;
    return { element, radios };
  }

  /**
   * A field for a number above 0; anything else is put back to what it was.
   * @param {"rate" | "epochs"} name
   * @param {string} step
   */
  number(name, step) {
    const input = make("input");
    Object.assign(input, { type: "number", min: "0", step, inputMode: "decimal" });
    input.dataset.testid = `training-${name}`;
    const words = localise(make("span"), { text: `train.training.${name}` });
    const hint = localise(make("span", "training-hint"), { text: `train.training.${name}Hint` });
    input.addEventListener("change", () => {
      const { valueAsNumber: value } = input;
      const isPossible = value > 0 && (name === "rate" || (Number.isInteger(value) && value <= MOST_EPOCHS));
      if (!isPossible) {
        this.setPace();
      }
      this.changed();
    });
    return { input, label: make("label", "", words, input, hint) };
  }

  changed() {
    this.render();
    this.dispatchEvent(new Event("change"));
  }

  render() {
    const { about, aboutRemember } = texts.train.training;
    const isTiny = this.what === "tiny";
    setText(this.about, about[this.what]);
    setText(this.aboutRemember, this.remember.checked ? aboutRemember.on : aboutRemember.off);
    this.reminding.hidden = isTiny;
    this.sources.element.hidden = !isTiny;
  }
}
