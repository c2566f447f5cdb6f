/**
 * The question how pixels were scaled when a network was trained: the usual scalings side by side, each with what the network
 * reads with it now, and with how many of the ten sample digits are read correctly.
 */

import { texts } from "../i18n/language.js";
import { make, setText } from "../ui/dom.js";

/** @import { Scaling } from "./kept-model.js" */

/** @typedef {keyof typeof texts.own.model.scaling.names} ScalingName */
/** @typedef {{ label: string, probability: number }} CandidateReading */

let count = 0;

export class ScalingChoice {
  /**
   * @param {Scaling} scaling
   * @param {(name: string) => void} choose
   * @param {boolean} [hasReadings] whether the readings with each scaling will be shown
   */
  constructor(scaling, choose, hasReadings = true) {
    this.scaling = scaling;
    this.hasReadings = hasReadings;
    this.words = texts.own.model.scaling;
    count += 1;
    /** @type {HTMLElement[]} what is read with each scaling, in the order of the candidates */
    this.outputs = [];
    const options = Object.entries(scaling.candidates).map(([name, { right }]) =>
      this.option(/** @type {ScalingName} */ (name), right, choose),
    );
    const choices = make("div", "scaling-options", ...options);
    choices.setAttribute("aria-live", "off"); // a screen reader need not hear six readings after each stroke
    this.element = make(
      "fieldset",
      "scaling",
      make("legend", "", this.words.label),
      make("p", "", this.reason()),
      choices,
    );
    this.element.dataset.testid = "own-model-scaling";
  }

  /** Mean and std of each candidate, in their order. */
  get candidates() {
    return Object.values(this.scaling.candidates).map(({ mean, std }) => ({ mean, std }));
  }

  /**
   * @param {ScalingName} name
   * @param {number | null} right
   * @param {(name: string) => void} choose
   */
  option(name, right, choose) {
    const input = make("input");
    Object.assign(input, {
      type: "radio",
      name: `scaling-${count}`,
      value: name,
      checked: name === this.scaling.taken,
    });
    input.addEventListener("change", () => choose(name));
    const output = make("b", "scaling-reading", "–");
    this.outputs.push(output);
    const score = right === null ? [] : [make("span", "scaling-right", this.words.right(right))];
    const reading = this.hasReadings ? [output] : [];
    return make("label", "", make("span", "", input, " ", this.words.names[name]), ...reading, ...score);
  }

  /** @param {CandidateReading[]} readings of the input, in the order of the candidates; none if nothing is on the pad */
  show(readings) {
    this.outputs.forEach((output, number) => {
      const reading = readings[number];
      setText(output, reading ? `${reading.label} · ${texts.numbers.probability(reading.probability)}` : "–");
    });
  }

  /** Why the scaling that is used was taken. */
  reason() {
    const { words } = this;
    const { taken, advised, isRead, candidates } = this.scaling;
    const right = (/** @type {string} */ name) => candidates[name].right ?? 0;
    if (candidates[taken].right === null) {
      return words.unknown;
    }
    if (!isRead) {
      return words.unread(Math.max(...Object.keys(candidates).map(right)));
    }
    const other = taken === advised ? "unit" : advised;
    return other === taken
      ? words.read(right(taken))
      : words.instead(right(taken), words.names[/** @type {ScalingName} */ (other)], right(other));
  }
}
