/** One cell's computation: its name and value, the way to it in one row, its largest step in pictures, and as Python. */

import { printOne, scaleFor } from "../../i18n/number-format.js";
import { button, make, setText } from "../../ui/dom.js";
import { addends, finite, hasFiniteNumbers } from "./arithmetic/context.js";
import { Convolution } from "./arithmetic/convolution.js";
import { Equation } from "./arithmetic/equation.js";
import { formulaOf } from "./arithmetic/formulas.js";
import { Pooling } from "./arithmetic/pooling.js";
import { Softmax } from "./arithmetic/softmax.js";
import { WeightedSum } from "./arithmetic/weighted-sum.js";
import { CellColours } from "./cell-colours.js";
import { PythonExpression } from "./python-expression.js";

/** @import { Texts } from "../../i18n/language.js" */
/** @import { Model } from "../../protocol/messages.js" */
/** @import { Cell } from "../../protocol/questions.js" */
/** @import { StepView } from "./arithmetic/context.js" */
/** @import { Shown } from "../../protocol/page-state.js" */

export class CellView {
  /**
   * @param {HTMLElement} element
   * @param {Texts["look"]} words
   * @param {{ onPin: () => void, tell: (sentence: string) => void }} listeners
   */
  constructor(element, words, { onPin, tell }) {
    this.words = words;
    this.title = make("h3", "cell-title");
    this.value = make("output", "cell-value");
    this.value.dataset.testid = "cell-value";
    this.pin = button("pin quiet", words.pin, onPin);
    this.pin.dataset.testid = "cell-pin";
    this.note = make("p", "cell-note");
    this.note.dataset.testid = "cell-note";
    this.equation = new Equation();
    this.formulas = make("p", "step-text");
    this.python = new PythonExpression(words, tell);
    const convolution = new Convolution();
    const pooling = new Pooling();
    const bars = new WeightedSum();
    /** @type {Record<string, StepView>} */
    this.views = {
      conv2d: convolution,
      max_pool2d: pooling,
      avg_pool2d: pooling,
      global_avg_pool2d: pooling,
      linear: bars,
      add: bars,
      concat: bars,
      flatten: bars,
      softmax: new Softmax(),
    };
    this.bodies = [...new Set(Object.values(this.views))];
    const head = make("div", "cell-head", this.title, this.value, this.pin);
    this.parts = make(
      "div",
      "cell-parts",
      this.equation.element,
      ...this.bodies.map((view) => view.element),
      this.formulas,
      this.python.element,
    );
    element.append(head, this.note, this.parts);
    this.say(words.hint);
  }

  /**
   * Nothing but a sentence: there is no cell, or nothing can be said of it yet.
   * @param {string} sentence
   * @param {string} [title]
   */
  say(sentence, title = "") {
    setText(this.title, title);
    setText(this.value, "");
    this.pin.hidden = title === "";
    this.parts.hidden = true;
    setText(this.note, sentence);
  }

  /**
   * @param {Cell} cell
   * @param {string} title
   * @param {string} note what else is to be known
   * @param {Model} model
   * @param {Shown} shown
   */
  show(cell, title, note, model, shown) {
    const { words } = this;
    if (!cell.steps.every(hasFiniteNumbers) || typeof cell.value === "string") {
      this.say(words.notFinite(String(cell.value)), title);
      setText(this.value, String(cell.value));
      return;
    }
    const scale = scaleOf(cell);
    const context = { model, words, scale, place: cell.place, colours: new CellColours(model, shown) };
    setText(this.title, title);
    setText(this.value, printOne(cell.value, scale));
    this.pin.hidden = false;
    this.parts.hidden = false;
    setText(this.note, note);
    this.equation.show(cell.steps, context);
    const [first] = cell.steps;
    for (const view of this.bodies) {
      const isNeeded = view === this.views[first.op] && (first.terms?.length !== 0 || first.window !== undefined);
      view.element.hidden = !isNeeded;
      if (isNeeded) {
        view.show(first, context);
      }
    }
    setText(this.formulas, cell.steps.map((step) => formulaOf(step, context)).join(" "));
    this.python.show(cell.expression, cell.setup);
  }

  /** @param {boolean} isPinned */
  mark(isPinned) {
    setText(this.pin, isPinned ? this.words.letGo : this.words.pin);
    this.pin.setAttribute("aria-pressed", String(isPinned));
  }
}

/**
 * With which digits a cell's numbers are printed: alike, where they are added.
 * @param {Cell} cell
 */
function scaleOf({ value, steps }) {
  const [{ op, count }] = steps;
  return scaleFor(op === "softmax" || count ? [finite(value)] : addends(steps));
}
