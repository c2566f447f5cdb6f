/** Numbers that are added, as a list of bars to the left and right of 0, the largest first: linear layers and sums. */

import { printOne, printSigned, round, roundTogether, scaleFor } from "../../../i18n/number-format.js";
import { ranking } from "../../../lib/argsort.js";
import { make, Pool, setText } from "../../../ui/dom.js";
import { css } from "../cell-colours.js";
import { finite, nameOf } from "./context.js";

/** @import { Step, Term } from "../../../protocol/questions.js" */
/** @import { Context } from "./context.js" */

const SHOWN = 10;

export class WeightedSum {
  constructor() {
    const [list, more] = [make("ul", "bar-list"), make("ul", "bar-list")];
    this.largest = new Pool(list, () => new BarRow());
    this.others = new Pool(more, () => new BarRow());
    this.summary = make("summary");
    this.details = make("details", "folded", this.summary, more);
    this.from = make("p", "step-text");
    this.element = make("div", "weighted-sum", this.from, list, this.details);
    this.showOthers = () => {};
    this.details.addEventListener("toggle", () => this.showOthers());
  }

  /**
   * @param {Step} step
   * @param {Context} context
   */
  show(step, context) {
    const { scale, words } = context;
    const { terms = [], rest, bias } = step;
    const total = round(finite(step.value), scale) - (bias === undefined ? 0 : round(finite(bias), scale));
    const parts = [...terms.map(({ value }) => finite(value)), ...(rest ? [finite(rest.value)] : [])];
    const printed = roundTogether(parts, total, scale);
    const order = ranking(printed.slice(0, terms.length).map(Math.abs));
    const [first, others] = [order.slice(0, SHOWN), order.slice(SHOWN)];
    const largest = parts.reduce((most, part) => Math.max(most, Math.abs(part)), 0);
    const titles = new Set(terms.map((term) => nameOf(context, term).title));
    const isOneStage = titles.size === 1 && step.op === "linear";
    setText(this.from, isOneStage ? words.from([...titles][0]) : "");
    const fill = (/** @type {Pool<BarRow>} */ pool, /** @type {number[]} */ indices) =>
      pool.take(indices.length).forEach((row, number) => {
        row.show(terms[indices[number]], printed[indices[number]], largest, context, isOneStage);
      });
    fill(this.largest, first);
    const left = others.length + (rest?.count ?? 0);
    this.details.hidden = left === 0;
    const sum = others.reduce((all, index) => all + printed[index], rest ? printed[terms.length] : 0);
    setText(this.summary, words.moreNumbers(left, printSigned(sum, scale)));
    this.showOthers = () => fill(this.others, this.details.open ? others : []);
    this.showOthers();
  }
}

class BarRow {
  constructor() {
    this.name = make("span", "bar-term");
    this.factors = make("span", "bar-factors");
    this.bar = make("span", "signed-bar");
    const track = make("span", "signed-track", this.bar);
    track.setAttribute("aria-hidden", "true");
    this.value = make("span", "term-value");
    this.element = make("li", "bar-row", this.name, this.factors, track, this.value);
  }

  /**
   * @param {Term} term
   * @param {number} printed
   * @param {number} largest
   * @param {Context} context
   * @param {boolean} isOneStage all terms come from, so that it needs not be named
   */
  show(term, printed, largest, context, isOneStage) {
    const { colours, scale, words } = context;
    const { title, name } = nameOf(context, term);
    const value = finite(term.value);
    setText(this.name, isOneStage ? name : words.title(title, name));
    const [input, weight] = [term.input, term.weight].map((number) =>
      number === undefined ? "" : printOne(finite(number), scaleFor([finite(number)])),
    );
    this.element.classList.toggle("plain", !weight);
    setText(this.factors, weight ? `${input} × ${weight}` : "");
    const share = largest > 0 ? Math.abs(value) / largest : 0;
    this.bar.style.transform = `scaleX(${(Math.sign(value) * share).toFixed(4)})`;
    this.bar.style.background = css(colours.around0(Math.sign(value) * 0.7, 1));
    setText(this.value, printSigned(printed, scale));
  }
}
