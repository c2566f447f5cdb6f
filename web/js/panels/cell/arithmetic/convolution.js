/** A convolution: for every input map the window × the kernel = the products, the largest contributions first. */

import { localise } from "../../../i18n/language.js";
import { print, printOne, printSigned, round, roundTogether, scaleFor } from "../../../i18n/number-format.js";
import { ranking } from "../../../lib/argsort.js";
import { make, Pool, setText } from "../../../ui/dom.js";
import { NumberGrid } from "../number-grid.js";
import { finite, nameOf } from "./context.js";

/** @import { Step, Term, Window } from "../../../protocol/questions.js" */
/** @import { Context } from "./context.js" */

const SHOWN = 3;
const MOST_PRINTED = 36; // weights of a kernel for one map; beside each other three grids of 6 × 6 fill the width

export class Convolution {
  constructor() {
    const list = make("ul", "terms");
    const more = make("ul", "terms");
    this.largest = new Pool(list, () => new TermRow());
    this.others = new Pool(more, () => new TermRow());
    this.summary = make("summary");
    this.details = make("details", "folded", this.summary, more);
    this.element = localise(make("div", "convolution", list, this.details), { label: "look.arithmetic" });
    this.element.tabIndex = 0; // a kernel may be wider than the column: the keyboard scrolls it
    this.element.setAttribute("role", "group");
    this.showOthers = () => {};
    this.details.addEventListener("toggle", () => this.showOthers());
  }

  /**
   * @param {Step} step
   * @param {Context} context
   */
  show(step, context) {
    const { scale, words } = context;
    const { terms = [], bias } = step;
    const total = round(finite(step.value), scale) - (bias === undefined ? 0 : round(finite(bias), scale));
    const printed = roundTogether(
      terms.map(({ value }) => finite(value)),
      total,
      scale,
    );
    const order = ranking(printed.map(Math.abs));
    const [first, rest] = [order.slice(0, SHOWN), order.slice(SHOWN)];
    const sight = { step, context, ...sightOf(terms) };
    this.largest.take(first.length).forEach((row, number) => {
      row.show(terms[first[number]], printed[first[number]], sight);
    });
    this.details.hidden = rest.length === 0;
    const sum = rest.reduce((all, index) => all + printed[index], 0);
    setText(this.summary, words.moreMaps(rest.length, printSigned(sum, scale)));
    this.showOthers = () => {
      const shown = this.details.open ? rest : [];
      this.others.take(shown.length).forEach((row, number) => {
        row.show(terms[shown[number]], printed[shown[number]], sight);
      });
      const rows = [...this.largest.items.slice(0, first.length), ...this.others.items.slice(0, shown.length)];
      const longest = Math.max(...rows.map((row) => row.longest));
      this.element.style.setProperty("--characters", String(longest)); // all grids alike, so that they stand in columns
    };
    this.showOthers();
  }
}

/**
 * How inputs and weights are printed and coloured: alike for all maps.
 * @param {Term[]} terms
 */
function sightOf(terms) {
  const largest = (/** @type {number[]} */ numbers) => numbers.reduce((most, n) => Math.max(most, Math.abs(n)), 0);
  const inputs = terms.map(({ inputs = [] }) => largest(inputs.map(finite)));
  const weights = terms.map(({ weights = [] }) => largest(weights));
  const products = terms.map(({ products = [] }) => largest(products.map(finite)));
  return {
    inputScale: scaleFor(inputs),
    weightScale: scaleFor(weights),
    largestInput: largest(inputs),
    largestWeight: largest(weights),
    largestProduct: largest(products),
  };
}

/** @typedef {{ step: Step, context: Context } & ReturnType<typeof sightOf>} Sight */

class TermRow {
  constructor() {
    this.name = make("span", "term-name");
    this.window = new NumberGrid(MOST_PRINTED);
    this.kernel = new NumberGrid(MOST_PRINTED);
    this.products = new NumberGrid(MOST_PRINTED);
    this.value = make("span", "term-value");
    const head = make("div", "term-head", this.name, this.value);
    const kernel = make("div", "term-factor", sign("×"), this.kernel.element);
    const products = make("div", "term-factor", sign("="), this.products.element);
    this.element = make("li", "term", head, this.window.element, kernel, products);
  }

  /** Characters of the longest number. */
  get longest() {
    return Math.max(this.window.longest, this.kernel.longest, this.products.longest);
  }

  /**
   * @param {Term} term
   * @param {number} printed its value, rounded together with the others
   * @param {Sight} sight
   */
  show(term, printed, sight) {
    const { context, step, inputScale, weightScale, largestInput, largestWeight, largestProduct } = sight;
    const { colours, scale } = context;
    const { rows, columns, height, width } = /** @type {Window} */ (step.window);
    const { inputs = [], weights = [], products = [], stage, channel } = term;
    const places = rows.flatMap((row) => columns.map((column) => ({ row, column })));
    const isPadding = places.map(({ row, column }) => row < 0 || row >= height || column < 0 || column >= width);
    const parts = roundTogether(products.map(finite), printed, scale);
    setText(this.name, nameOf(context, { stage, node: term.node, channel }).name);
    this.window.show(
      inputs.map((input, index) => ({
        text: isPadding[index] ? "0" : printOne(finite(input), inputScale),
        colour: isPadding[index]
          ? null
          : stage
            ? colours.at({ stage, channel, ...places[index] })
            : colours.around0(finite(input), largestInput),
      })),
      columns.length,
    );
    this.kernel.show(
      weights.map((weight) => ({
        text: printOne(weight, weightScale),
        colour: colours.around0(weight, largestWeight),
      })),
      columns.length,
    );
    this.products.show(
      parts.map((part, index) => ({
        text: print(part, scale),
        colour: isPadding[index] ? null : colours.around0(finite(products[index]), largestProduct),
      })),
      columns.length,
    );
    setText(this.value, printSigned(printed, scale));
  }
}

/** @param {string} text */
function sign(text) {
  const element = make("span", "sign", text);
  element.setAttribute("aria-hidden", "true");
  return element;
}
