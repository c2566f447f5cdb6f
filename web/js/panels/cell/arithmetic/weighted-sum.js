/** A weighted sum, or a plain one, as a list of bars to the left and right of 0, the largest terms first. */

import { printOne, printSigned, round, roundTogether, scaleFor } from "../../../i18n/number-format.js";
import { ranking } from "../../../lib/argsort.js";
import { css } from "../../../ui/colours.js";
import { make, Pool, setText } from "../../../ui/dom.js";
import { finite, nameOf } from "./step-view.js";

/** @import { Step, Term } from "../../../protocol/questions.js" */
/** @import { StepContext } from "./step-view.js" */

/**
 * @typedef {object} Terms
 * @property {Term[]} terms
 * @property {number[]} printed the value of each term, rounded together
 * @property {number} limit the largest absolute value
 * @property {boolean} isOneStage whether all terms come from one stage, which is then not repeated for each
 * @property {StepContext} context
 */

const MAX_SHOWN = 10; // terms; the others are folded

export class WeightedSum {
  /** @param {number} [maxShown] terms that are not folded */
  constructor(maxShown = MAX_SHOWN) {
    this.maxShown = maxShown;
    const [list, more] = [make("ul", "bar-list"), make("ul", "bar-list")];
    this.largest = new Pool(list, () => new BarRow());
    this.others = new Pool(more, () => new BarRow());
    this.summary = make("summary");
    this.details = make("details", "folded", this.summary, more);
    this.source = make("p", "step-text");
    this.element = make("div", "weighted-sum", this.source, list, this.details);
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
    const { terms = [], rest, bias } = step;
    const total = round(finite(step.value), scale) - (bias === undefined ? 0 : round(finite(bias), scale));
    const values = [...terms.map(({ value }) => finite(value)), ...(rest ? [finite(rest.value)] : [])];
    const printed = roundTogether(values, total, scale);
    const limit = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const titles = new Set(terms.map((term) => nameOf(context, term).title));
    const isOneStage = titles.size === 1 && step.op === "linear";
    const order = ranking(printed.slice(0, terms.length).map(Math.abs));
    this.terms = { terms, printed, limit, isOneStage, context };
    this.folded = order.slice(this.maxShown);
    setText(this.source, isOneStage ? texts.from([...titles][0]) : "");
    this.fill(this.largest, order.slice(0, this.maxShown));
    const foldedCount = this.folded.length + (rest?.count ?? 0);
    this.details.hidden = foldedCount === 0;
    const foldedSum = this.folded.reduce((sum, index) => sum + printed[index], rest ? printed[terms.length] : 0);
    setText(this.summary, texts.moreNumbers(foldedCount, printSigned(foldedSum, scale)));
    this.showFolded();
  }

  /** The folded rows are filled only while they are open. */
  showFolded() {
    this.fill(this.others, this.details.open ? this.folded : []);
  }

  /**
   * @param {Pool<BarRow>} pool
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
   * @param {number} index
   * @param {Terms} terms
   */
  show(index, { terms, printed, limit, isOneStage, context }) {
    const { colours, scale, texts } = context;
    const term = terms[index];
    const { title, name } = nameOf(context, term);
    const value = finite(term.value);
    setText(this.name, isOneStage ? name : texts.title(title, name));
    const [input, weight] = [term.input, term.weight].map((number) =>
      number === undefined ? "" : printOne(finite(number), scaleFor([finite(number)])),
    );
    this.element.classList.toggle("plain", !weight);
    setText(this.factors, weight ? `${input} × ${weight}` : "");
    const length = limit > 0 ? Math.abs(value) / limit : 0;
    this.bar.style.transform = `scaleX(${(Math.sign(value) * length).toFixed(4)})`;
    this.bar.style.background = css(colours.diverging(Math.sign(value) * 0.7, 1));
    setText(this.value, printSigned(printed[index], scale));
  }
}
