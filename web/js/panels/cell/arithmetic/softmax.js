/** Softmax: for every class its logit, e to the power of it, and the share of that in the sum of all. */

import { localise } from "../../../i18n/language.js";
import { print, printOne, round, roundTogether, scaleFor } from "../../../i18n/number-format.js";
import { make, Pool, setText } from "../../../ui/dom.js";
import { finite } from "./context.js";

/** @import { Step } from "../../../protocol/questions.js" */
/** @import { Context } from "./context.js" */

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
   * @param {Context} context
   */
  show(step, { model, words, place }) {
    const softmax = /** @type {NonNullable<Step["softmax"]>} */ (step.softmax);
    const logits = softmax.logits.map(finite);
    const powers = softmax.exponentials.map(finite);
    const shares = softmax.shares.map((share) => 100 * finite(share));
    const logitScale = scaleFor(logits);
    const powerScale = { power: 0, decimals: 4 };
    const sum = round(
      powers.reduce((all, power) => all + power, 0),
      powerScale,
    );
    const printedPowers = roundTogether(powers, sum, powerScale);
    const printedShares = roundTogether(shares, round(100, PERCENT), PERCENT);
    this.rows.take(logits.length).forEach((row, index) => {
      const label = model.classes.length === logits.length ? model.classes[index] : String(index + 1);
      row.show(label, index === place.channel, shares[index] / 100, [
        printOne(logits[index], logitScale),
        print(printedPowers[index], powerScale),
        `${print(printedShares[index], PERCENT)} %`,
      ]);
    });
    setText(this.sum, print(sum, powerScale));
    setText(this.note, words.lessLargest(printOne(finite(softmax.largest), logitScale)));
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
   * @param {boolean} isCell whether it is the one that is explained
   * @param {number} share
   * @param {string[]} texts
   */
  show(label, isCell, share, texts) {
    setText(this.label, label);
    this.element.classList.toggle("best", isCell);
    this.cells.forEach((cell, number) => {
      setText(cell, texts[number]);
    });
    this.bar.style.transform = `scaleX(${share.toFixed(4)})`;
  }
}
