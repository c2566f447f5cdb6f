/** Formulas of pointwise steps (activations, batch normalisation), as sentences with their numbers. */

import { printOne, scaleFor } from "../../../i18n/number-format.js";
import { finite } from "./step-view.js";

/** @import { Step, Value } from "../../../protocol/questions.js" */
/** @import { StepContext } from "./step-view.js" */

/**
 * @param {Step} step
 * @param {StepContext} context
 * @returns {string} "" if the step is not pointwise
 */
export function formulaOf({ op, before, value, norm, slope, maximum }, { texts, scale }) {
  if (before === undefined) {
    return "";
  }
  const [input, output] = [finite(before), finite(value)].map((number) => printOne(number, scale));
  const ownDigits = (/** @type {Value} */ number) => printOne(finite(number), scaleFor([finite(number)]));
  switch (op) {
    case "relu":
      return maximum === undefined || maximum === null
        ? texts.relu(input, output)
        : texts.clipped(input, output, ownDigits(maximum));
    case "leaky_relu":
      return texts.leaky(input, output, ownDigits(slope ?? 0));
    case "identity":
      return texts.identity(input);
    case "mute":
      return texts.mute(input);
    case "sigmoid":
      return texts.sigmoid(input, output);
    case "tanh":
      return texts.tanh(input, output);
    case "batch_norm2d": {
      const { mean, variance, scale: factor, shift, eps } = /** @type {NonNullable<Step["norm"]>} */ (norm);
      const signed = (/** @type {number} */ number) => `${number < 0 ? "−" : "+"} ${ownDigits(Math.abs(number))}`;
      return texts.norm(
        input,
        output,
        signed(-finite(mean)),
        ownDigits(variance),
        ownDigits(factor),
        signed(finite(shift)),
        String(eps),
      );
    }
    default:
      return "";
  }
}
