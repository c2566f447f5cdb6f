/** A convolution: window × kernel = products for each input map, the largest contributions first. */

import { localise } from "../../../i18n/language.js";
import { print, printOne, printSigned, round, roundTogether, scaleFor } from "../../../i18n/number-format.js";
import { ranking } from "../../../lib/argsort.js";
import { make, Pool, setText } from "../../../ui/dom.js";
import { NumberGrid } from "../../../ui/number-grid.js";
import { finite, nameOf } from "./step-view.js";

/** @import { Step, Term, Window } from "../../../protocol/questions.js" */
/** @import { StepContext } from "./step-view.js" */

/**
 * @typedef {object} Terms
 * @property {Term[]} terms one per input map
 * @property {number[]} printed the value of each term, rounded together
 * @property {Window} window
 * @property {ReturnType<typeof formatOf>} format
 * @property {StepContext} context
 */

const MAX_SHOWN = 3; // terms; the others are folded
const MAX_PRINTED = 36; // weights of a kernel for one map: three grids of 6 × 6 fill the width

export class Convolution {
  /** @param {number} [maxShown] terms that are not folded */
  constructor(maxShown = MAX_SHOWN) {
    this.maxShown = maxShown;
    const list = make("ul", "terms");
    const more = make("ul", "terms");
    this.largest = new Pool(list, () => new TermRow());
    this.others = new Pool(more, () => new TermRow());
    this.summary = make("summary");
    this.details = make("details", "folded", this.summary, more);
    this.element = localise(make("div", "convolution", list, this.details), { label: "look.arithmetic" });
    this.element.tabIndex = 0; // a wide kernel scrolls: the keyboard must reach it
    this.element.setAttribute("role", "group");
    /** @type {Terms | null} */
    this.terms = null;
    /** @type {number[]} indices of the folded terms */
    this.folded = [];
    this.details.addEventListener("toggle", () => this.showFolded());
  }

  /**
   * @param {Step} step
   * @param {StepContext} context
   */
  show(step, context) {
    const { scale, texts } = context;
    const { terms = [], bias } = step;
    const window = /** @type {Window} */ (step.window);
    const total = round(finite(step.value), scale) - (bias === undefined ? 0 : round(finite(bias), scale));
    const values = terms.map(({ value }) => finite(value));
    const printed = roundTogether(values, total, scale);
    const order = ranking(printed.map(Math.abs));
    this.terms = { terms, printed, window, format: formatOf(terms), context };
    this.folded = order.slice(this.maxShown);
    this.fill(this.largest, order.slice(0, this.maxShown));
    this.details.hidden = this.folded.length === 0;
    const foldedSum = this.folded.reduce((sum, index) => sum + printed[index], 0);
    setText(this.summary, texts.moreMaps(this.folded.length, printSigned(foldedSum, scale)));
    this.showFolded();
  }

  /** The folded rows are filled only while they are open. */
  showFolded() {
    this.fill(this.others, this.details.open ? this.folded : []);
    this.alignGrids();
  }

  /**
   * @param {Pool<TermRow>} pool
   * @param {number[]} indices of terms
   */
  fill(pool, indices) {
    const { terms } = this;
    if (terms) {
      pool.take(indices.length).forEach((row, number) => {
        row.show(indices[number], terms);
      });
    }
  }

  /** Gives the grids of all rows the same width, so that they form columns. */
  alignGrids() {
    const rows = [...this.largest.items, ...this.others.items].filter(({ element }) => !element.hidden);
    const maxLength = Math.max(...rows.map((row) => row.maxLength));
    this.element.style.setProperty("--characters", String(maxLength));
  }
}

/**
 * How inputs, weights and products are printed and coloured: the same for all input maps.
 * @param {Term[]} terms
 */
function formatOf(terms) {
  const largest = (/** @type {number[]} */ numbers) => numbers.reduce((most, n) => Math.max(most, Math.abs(n)), 0);
  const inputs = terms.map(({ inputs = [] }) => largest(inputs.map(finite)));
  const weights = terms.map(({ weights = [] }) => largest(weights));
  const products = terms.map(({ products = [] }) => largest(products.map(finite)));
  return {
    inputScale: scaleFor(inputs),
    weightScale: scaleFor(weights),
    inputLimit: largest(inputs),
    weightLimit: largest(weights),
    productLimit: largest(products),
  };
}

class TermRow {
  constructor() {
    this.name = make("span", "term-name");
    this.window = new NumberGrid(MAX_PRINTED);
    this.kernel = new NumberGrid(MAX_PRINTED);
    this.products = new NumberGrid(MAX_PRINTED);
    this.value = make("span", "term-value");
    const head = make("div", "term-head", this.name, this.value);
    const kernel = make("div", "term-factor", operator("×"), this.kernel.element);
    const products = make("div", "term-factor", operator("="), this.products.element);
    this.element = make("li", "term", head, this.window.element, kernel, products);
  }

  /** Characters of the longest number. */
  get maxLength() {
    return Math.max(this.window.maxLength, this.kernel.maxLength, this.products.maxLength);
  }

  /**
   * @param {number} index
   * @param {Terms} terms
   */
  show(index, { terms, printed, window, format, context }) {
    const { colours, scale } = context;
    const { rows, columns, height, width } = window;
    const { inputs = [], weights = [], products = [], stage, channel, node } = terms[index];
    const positions = rows.flatMap((row) => columns.map((column) => ({ row, column })));
    const isPadding = positions.map(({ row, column }) => row < 0 || row >= height || column < 0 || column >= width);
    const printedProducts = roundTogether(products.map(finite), printed[index], scale);
    setText(this.name, nameOf(context, { stage, node, channel }).name);
    this.window.show(
      inputs.map((input, number) => ({
        text: isPadding[number] ? "0" : printOne(finite(input), format.inputScale),
        colour: isPadding[number]
          ? null
          : stage
            ? colours.ofCell({ stage, channel, ...positions[number] })
            : colours.diverging(finite(input), format.inputLimit),
      })),
      columns.length,
    );
    this.kernel.show(
      weights.map((weight) => ({
        text: printOne(weight, format.weightScale),
        colour: colours.diverging(weight, format.weightLimit),
      })),
      columns.length,
    );
    this.products.show(
      printedProducts.map((product, number) => ({
        text: print(product, scale),
        colour: isPadding[number] ? null : colours.diverging(finite(products[number]), format.productLimit),
      })),
      columns.length,
    );
    setText(this.value, printSigned(printed[index], scale));
  }
}

/** @param {string} text */
function operator(text) {
  const element = make("span", "sign", text);
  element.setAttribute("aria-hidden", "true");
  return element;
}
