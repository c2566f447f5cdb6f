/** Pooling: the numbers of the window, with the one that is largest, or with their mean. */

import { print, printOne, round, roundTogether } from "../../../i18n/number-format.js";
import { make, setText } from "../../../ui/dom.js";
import { NumberGrid } from "../number-grid.js";
import { finite, nameOf } from "./context.js";

/** @import { Scale } from "../../../i18n/number-format.js" */
/** @import { Step, Window } from "../../../protocol/questions.js" */
/** @import { Context } from "./context.js" */

const MOST_PRINTED = 49; // numbers of a window
const MORE_DIGITS = 4;

export class Pooling {
  constructor() {
    this.text = make("p", "step-text");
    this.grid = new NumberGrid(MOST_PRINTED);
    this.element = make("div", "pooling", this.grid.element, this.text);
  }

  /**
   * @param {Step} step
   * @param {Context} context
   */
  show(step, context) {
    const { words, colours } = context;
    const { candidates = [], count, winner } = step;
    const { rows, columns } = /** @type {Window} */ (step.window);
    const numbers = candidates.map((number) => (number === null ? null : finite(number)));
    const seen = numbers.filter((number) => number !== null);
    const largest = Math.max(...seen.map(Math.abs));
    const total = seen.reduce((sum, number) => sum + number, 0);
    const scale = count ? scaleOfSum(total, count, context.scale) : context.scale;
    const sum = round(total, scale);
    const printed = count ? roundTogether(seen, sum, scale) : seen.map((number) => round(number, scale));
    const source = /** @type {NonNullable<Step["source"]>} */ (step.source);
    const best = winner ? winner[0] * columns.length + winner[1] : -1;
    let next = 0;
    this.grid.show(
      numbers.map((number, index) => {
        const place = { row: rows[Math.floor(index / columns.length)], column: columns[index % columns.length] };
        if (number === null) {
          return { text: "", colour: null };
        }
        const colour = source.stage
          ? colours.at({ stage: source.stage, channel: source.channel, ...place })
          : colours.around0(number, largest);
        return { text: print(printed[next++], scale), colour, isWinner: index === best };
      }),
      columns.length,
    );
    const { title, name } = nameOf(context, source);
    const value = printOne(finite(step.value), context.scale);
    setText(
      this.text,
      count
        ? words.mean(seen.length, title, name, print(sum, scale), count, value)
        : words.winner(
            seen.length,
            title,
            name,
            value,
            rows[Math.floor(best / columns.length)] + 1,
            columns[best % columns.length] + 1,
          ),
    );
  }
}

/**
 * How to print what a mean is taken of: with so many digits that the printed sum, divided, is the printed mean.
 * @param {number} sum
 * @param {number} count
 * @param {Scale} scale of the mean
 * @returns {Scale}
 */
function scaleOfSum(sum, count, scale) {
  const mean = round(sum / count, scale);
  for (let more = 0; more < MORE_DIGITS; more += 1) {
    const finer = { ...scale, decimals: scale.decimals + more };
    const printed = (round(sum, finer) / 10 ** finer.decimals) * 10 ** scale.power;
    if (round(printed / count, scale) === mean) {
      return finer;
    }
  }
  return { ...scale, decimals: scale.decimals + MORE_DIGITS };
}
