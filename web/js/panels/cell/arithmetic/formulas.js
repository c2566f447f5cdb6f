/** What functions of one number do, as sentences with the numbers in them. */

import { printOne, scaleFor } from "../../../i18n/number-format.js";
import { finite } from "./context.js";

/** @import { Step, Value } from "../../../protocol/questions.js" */
/** @import { Context } from "./context.js" */

/**
 * @param {Step} step
 * @param {Context} context
 * @returns {string} "" for a step that needs none
 */
export function formulaOf({ op, before, value, norm, slope, maximum }, { words, scale }) {
  if (before === undefined) {
    return "";
  }
  const [got, gave] = [finite(before), finite(value)].map((number) => printOne(number, scale));
  const alone = (/** @type {Value} */ number) => printOne(finite(number), scaleFor([finite(number)]));
  switch (op) {
    case "relu":
      return maximum === undefined || maximum === null
        ? words.relu(got, gave)
        : words.clipped(got, gave, alone(maximum));
    case "leaky_relu":
      return words.leaky(got, gave, alone(slope ?? 0));
    case "sigmoid":
      return words.sigmoid(got, gave);
    case "tanh":
      return words.tanh(got, gave);
    case "batch_norm2d": {
      const { mean, variance, scale: factor, shift, eps } = /** @type {NonNullable<Step["norm"]>} */ (norm);
      const added = (/** @type {number} */ number) => `${number < 0 ? "−" : "+"} ${alone(Math.abs(number))}`;
      return words.norm(
        got,
        gave,
        added(-finite(mean)),
        alone(variance),
        alone(factor),
        added(finite(shift)),
        String(eps),
      );
    }
    default:
      return "";
  }
}
