/** Pooling: the numbers of the window, with the largest one marked or with their mean. */

import { print, printOne, round, roundTogether } from "../../../i18n/number-format.js";
import { make, setText } from "../../../ui/dom.js";
import { NumberGrid } from "../../../ui/number-grid.js";
import { finite, nameOf } from "./step-view.js";

/** @import { Scale } from "../../../i18n/number-format.js" */
/** @import { Step, Window } from "../../../protocol/questions.js" */
/** @import { StepContext } from "./step-view.js" */

const MAX_PRINTED = 49; // numbers in a window
const MAX_EXTRA_DIGITS = 4;

export class Pooling {
  constructor() {
    this.text = make("p", "step-text");
    this.grid = new NumberGrid(MAX_PRINTED);
    this.element = make("div", "pooling", this.grid.element, this.text);
  }

  /**
   * @param {Step} step
   * @param {StepContext} context
   */
  show(step, context) {
    const { texts, colours } = context;
    const { candidates = [], count, winner } = step;
    const { rows, columns } = /** @type {Window} */ (step.window);
    const numbers = candidates.map((number) => (number === null ? null : finite(number)));
    const inside = numbers.filter((number) => number !== null);
    const largest = Math.max(...inside.map(Math.abs));
    const total = inside.reduce((sum, number) => sum + number, 0);
    const scale = count ? scaleOfSum(total, count, context.scale) : context.scale;
    const sum = round(total, scale);
    const printed = count ? roundTogether(inside, sum, scale) : inside.map((number) => round(number, scale));
    const source = /** @type {NonNullable<Step["source"]>} */ (step.source);
    const winnerIndex = winner ? winner[0] * columns.length + winner[1] : -1;
    let next = 0;
    this.grid.show(
      numbers.map((number, index) => {
        const position = { row: rows[Math.floor(index / columns.length)], column: columns[index % columns.length] };
        if (number === null) {
          return { text: "", colour: null };
        }
        const colour = source.stage
          ? colours.ofCell({ stage: source.stage, channel: source.channel, ...position })
          : colours.diverging(number, largest);
        return { text: print(printed[next++], scale), colour, isWinner: index === winnerIndex };
      }),
      columns.length,
    );
    const { title, name } = nameOf(context, source);
    const value = printOne(finite(step.value), context.scale);
    setText(
      this.text,
      count
        ? texts.mean(inside.length, title, name, print(sum, scale), count, value)
        : texts.winner(
            inside.length,
            title,
            name,
            value,
            rows[Math.floor(winnerIndex / columns.length)] + 1,
            columns[winnerIndex % columns.length] + 1,
          ),
    );
  }
}

/**
 * The scale for the numbers of a mean: precise enough that the printed sum divided by the count is the printed mean.
 * @param {number} sum
 * @param {number} count
 * @param {Scale} scale of the mean
 * @returns {Scale}
 */
function scaleOfSum(sum, count, scale) {
  const mean = round(sum / count, scale);
  for (let extra = 0; extra < MAX_EXTRA_DIGITS; extra += 1) {
    const finer = { ...scale, decimals: scale.decimals + extra };
    const printed = (round(sum, finer) / 10 ** finer.decimals) * 10 ** scale.power;
    if (round(printed / count, scale) === mean) {
      return finer;
    }
  }
  return { ...scale, decimals: scale.decimals + MAX_EXTRA_DIGITS };
}
