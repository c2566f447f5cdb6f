/** Shows how a cell is computed: title, value, equation, the arithmetic of its first step, and formulas. */

import { printOne, scaleFor } from "../../i18n/number-format.js";
import { make, setText } from "../../ui/dom.js";
import { Convolution } from "./arithmetic/convolution.js";
import { Equation } from "./arithmetic/equation.js";
import { formulaOf } from "./arithmetic/formulas.js";
import { Pooling } from "./arithmetic/pooling.js";
import { Softmax } from "./arithmetic/softmax.js";
import { addends, finite, hasFiniteNumbers } from "./arithmetic/step-view.js";
import { WeightedSum } from "./arithmetic/weighted-sum.js";
import { CellColours } from "./cell-colours.js";

/** @import { Texts } from "../../i18n/language.js" */
/** @import { Model } from "../../protocol/messages.js" */
/** @import { Cell } from "../../protocol/questions.js" */
/** @import { Shown } from "../../protocol/page-state.js" */
/** @import { StepView } from "./arithmetic/step-view.js" */

/**
 * @typedef {object} CellViewOptions
 * @property {string} testid prefix of the test ids of its parts
 * @property {{ convolution?: number, weightedSum?: number }} [terms] how many are not folded
 */

export class CellView {
  /**
   * @param {HTMLElement} element
   * @param {Texts["look"]} texts
   * @param {CellViewOptions} options
   */
  constructor(element, texts, { testid, terms = {} }) {
    this.texts = texts;
    this.title = make("h3", "cell-title");
    this.title.dataset.testid = `${testid}-title`;
    this.value = make("output", "cell-value");
    this.value.setAttribute("aria-live", "off"); // the whole sentence is announced
    this.value.dataset.testid = `${testid}-value`;
    this.note = make("p", "cell-note");
    this.note.dataset.testid = `${testid}-note`;
    this.equation = new Equation();
    this.formulas = make("p", "step-text");
    const convolution = new Convolution(terms.convolution);
    const pooling = new Pooling();
    const softmax = new Softmax();
    const weightedSum = new WeightedSum(terms.weightedSum);
    /** @type {Record<string, StepView>} */
    this.views = {
      conv2d: convolution,
      conv_transpose2d: convolution,
      max_pool2d: pooling,
      avg_pool2d: pooling,
      global_avg_pool2d: pooling,
      global_max_pool2d: pooling,
      linear: weightedSum,
      add: weightedSum,
      sub: weightedSum,
      reduce_max: weightedSum,
      reduce_min: weightedSum,
      reduce_mean: weightedSum,
      elementwise_max: weightedSum,
      elementwise_min: weightedSum,
      reduce_sum: weightedSum,
      concat: weightedSum,
      pad2d: weightedSum,
      strided_slice: weightedSum,
      resize2d: weightedSum,
      depth_to_space: weightedSum,
      space_to_depth: weightedSum,
      flatten: weightedSum,
      softmax,
      log_softmax: softmax,
    };
    this.bodies = [...new Set(Object.values(this.views))];
    this.head = make("div", "cell-head", this.title, this.value);
    const bodies = this.bodies.map((view) => view.element);
    this.parts = make("div", "cell-parts", this.equation.element, ...bodies, this.formulas);
    element.append(this.head, this.note, this.parts);
  }

  /** The computation in words, for a screen reader. */
  get spoken() {
    return [this.equation.text, this.formulas.textContent?.trim()].filter(Boolean).join(". ");
  }

  /**
   * Shows a message in place of an explanation.
   * @param {string} sentence
   * @param {string} [title] of the selected cell, if there is one
   */
  showMessage(sentence, title = "") {
    setText(this.title, title);
    setText(this.value, "");
    this.parts.hidden = true;
    setText(this.note, sentence);
  }

  /**
   * @param {Cell} explanation
   * @param {string} title
   * @param {string} note
   * @param {Model} model
   * @param {Shown} shown
   */
  show(explanation, title, note, model, shown) {
    const { texts } = this;
    if (!explanation.steps.every(hasFiniteNumbers) || typeof explanation.value === "string") {
      this.showMessage(texts.notFinite(String(explanation.value)), title);
      setText(this.value, String(explanation.value));
      return;
    }
    const scale = scaleOf(explanation);
    const context = { model, texts, scale, cell: explanation.place, colours: new CellColours(model, shown) };
    setText(this.title, title);
    setText(this.value, printOne(explanation.value, scale));
    this.parts.hidden = false;
    setText(this.note, note);
    this.equation.show(explanation.steps, context);
    const [first] = explanation.steps;
    for (const view of this.bodies) {
      const isUsed = view === this.views[first.op] && (first.terms?.length !== 0 || first.window !== undefined);
      view.element.hidden = !isUsed;
      if (isUsed) {
        view.show(first, context);
      }
    }
    setText(this.formulas, explanation.steps.map((step) => formulaOf(step, context)).join(" "));
  }
}

/**
 * The digits with which the numbers of an explanation are printed: the same for all numbers that are added.
 * @param {Cell} explanation
 */
function scaleOf({ value, steps }) {
  const [{ op, count }] = steps;
  return scaleFor(op.endsWith("softmax") || count ? [finite(value)] : addends(steps));
}
