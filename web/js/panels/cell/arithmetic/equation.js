/** The computation of a cell in one row of labelled numbers: sum + bias = value → ReLU → value. */

import { print, printOne, round, scaleFor } from "../../../i18n/number-format.js";
import { nameOfFunction } from "../../../protocol/functions.js";
import { make, Pool, setText } from "../../../ui/dom.js";
import { finite } from "./step-view.js";

/** @import { Step } from "../../../protocol/questions.js" */
/** @import { StepContext } from "./step-view.js" */

/** @typedef {{ sign: string, label: string, number: string, testid: string }} Item */

export class Equation {
  constructor() {
    this.element = make("div", "equation");
    this.pool = new Pool(this.element, () => new ItemView());
  }

  /** The row in words, for a screen reader; empty if it only repeats the cell's value. */
  get text() {
    const items = [...this.element.children].filter((item) => item instanceof HTMLElement && !item.hidden);
    return this.element.hidden ? "" : items.map((item) => wordsOf(item).join(" ")).join(" ");
  }

  /**
   * @param {Step[]} steps
   * @param {StepContext} context
   */
  show(steps, context) {
    const items = steps.flatMap((step) => itemsOf(step, context));
    if (items[0]?.sign === "→") {
      items[0].sign = ""; // it takes over a number that is not in the row
    }
    this.element.hidden = items.length < 2; // a single number repeats the cell's value
    this.pool.take(items.length).forEach((view, index) => {
      view.show(items[index]);
    });
  }
}

class ItemView {
  constructor() {
    this.sign = make("span", "sign");
    this.number = make("span", "number");
    this.label = make("span", "label");
    this.element = make("span", "item", this.sign, this.number, this.label);
  }

  /** @param {Item} item */
  show({ sign, label, number, testid }) {
    setText(this.sign, sign);
    setText(this.number, number);
    setText(this.label, label);
    this.element.dataset.testid = testid;
  }
}

/** @param {Element} item */
const wordsOf = ({ children }) => Array.from(children, ({ textContent }) => textContent ?? "").filter(Boolean);

/**
 * @param {Step} step
 * @param {StepContext} context
 * @returns {Item[]}
 */
function itemsOf(step, { texts, scale }) {
  const value = round(finite(step.value), scale);
  const item = (/** @type {string} */ sign, /** @type {string} */ label, /** @type {number} */ units, testid = "") => ({
    sign,
    label,
    number: print(units, scale),
    testid: testid || `step-${step.op}`,
  });
  const { terms = [], candidates = [], rest, bias } = step;
  switch (step.op) {
    case "conv2d":
    case "conv_transpose2d":
    case "linear": {
      const count = terms.length + (rest?.count ?? 0);
      const label = step.op === "linear" ? texts.sumOfNumbers(count) : texts.sumOfMaps(count);
      if (bias === undefined) {
        return [item("", label, value)];
      }
      const shift = round(finite(bias), scale);
      return [
        item("", label, value - shift, "step-sum"),
        item(shift < 0 ? "−" : "+", texts.bias, Math.abs(shift), "step-bias"),
        item("=", texts.ops[step.op], value),
      ];
    }
    case "max_pool2d":
    case "global_max_pool2d":
      return [item("", texts.largestOf(candidates.filter((number) => number !== null).length), value)];
    case "softmax":
      return [
        { ...item("", texts.ops.softmax, 0), number: printOne(finite(step.value), scaleFor([finite(step.value)])) },
      ];
    case "identity":
    case "mute":
      return [item("→", texts.ops[step.op], value)];
    default: {
      const label = texts.ops[/** @type {keyof typeof texts.ops} */ (step.op)] ?? nameOfFunction(step.op);
      return [item(step.before === undefined ? "" : "→", label, value)];
    }
  }
}
