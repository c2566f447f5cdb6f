/** Softmax as a table: the logit of each class, its exponential, and its share of the sum of all exponentials. */

import { localise } from "../../../i18n/language.js";
import { print, printOne, round, roundTogether, scaleFor } from "../../../i18n/number-format.js";
import { make, Pool, setText } from "../../../ui/dom.js";
import { finite } from "./step-view.js";

/** @import { Step } from "../../../protocol/questions.js" */
/** @import { StepContext } from "./step-view.js" */

const PERCENT = { power: 0, decimals: 2 };

export class Softmax {
  constructor() {
    const body = make("tbody");
    this.rows = new Pool(body, () => new ClassRow());
    const head = make("tr");
    for (const name of ["class", "logit", "exponential", "share"]) {
      const cell = localise(make("th"), { text: `look.${name}` });
      cell.scope = "col";
      head.append(cell);
    }
    this.sum = make("td");
    const foot = make(
      "tr",
      "",
      localise(make("td"), { text: "look.sum" }),
      make("td"),
      this.sum,
      make("td", "", "100.00 %"),
      make("td"),
    );
    head.append(make("td"));
    this.note = make("p", "step-text");
    const table = make("table", "softmax", make("thead", "", head), body, make("tfoot", "", foot));
    this.element = make("div", "softmax-step", table, this.note);
  }

  /**
   * @param {Step} step
   * @param {StepContext} context
   */
  show(step, { model, texts, cell }) {
    const softmax = /** @type {NonNullable<Step["softmax"]>} */ (step.softmax);
    const logits = softmax.logits.map(finite);
    const exponentials = softmax.exponentials.map(finite);
    const shares = softmax.shares.map((share) => 100 * finite(share));
    const logitScale = scaleFor(logits);
    const exponentialScale = { power: 0, decimals: 4 };
    const sum = round(
      exponentials.reduce((total, number) => total + number, 0),
      exponentialScale,
    );
    const printedExponentials = roundTogether(exponentials, sum, exponentialScale);
    const printedShares = roundTogether(shares, round(100, PERCENT), PERCENT);
    this.rows.take(logits.length).forEach((row, index) => {
      const label = model.classes.length === logits.length ? model.classes[index] : String(index + 1);
      row.show(label, index === cell.channel, shares[index] / 100, [
        printOne(logits[index], logitScale),
        print(printedExponentials[index], exponentialScale),
        `${print(printedShares[index], PERCENT)} %`,
      ]);
    });
    setText(this.sum, print(sum, exponentialScale));
    setText(this.note, texts.lessLargest(printOne(finite(softmax.largest), logitScale)));
  }
}

class ClassRow {
  constructor() {
    this.label = make("th");
    this.label.scope = "row";
    this.cells = [make("td"), make("td"), make("td")];
    this.bar = make("span", "bar");
    const track = make("span", "bar-track", this.bar);
    this.element = make("tr", "", this.label, ...this.cells, make("td", "bar-cell", track));
  }

  /**
   * @param {string} label
   * @param {boolean} isCell whether it is the class of the explained cell
   * @param {number} share
   * @param {string[]} texts
   */
  show(label, isCell, share, texts) {
    setText(this.label, label);
    this.element.classList.toggle("best", isCell);
    this.cells.forEach((cell, column) => {
      setText(cell, texts[column]);
    });
    this.bar.style.transform = `scaleX(${share.toFixed(4)})`;
  }
}
