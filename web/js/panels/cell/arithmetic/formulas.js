/** Formulas of pointwise steps (activations, batch normalisation), as sentences with their numbers. */

import { printOne, scaleFor } from "../../../i18n/number-format.js";
import { formulaOfFunction, isFunction, nameOfFunction } from "../../../protocol/functions.js";
import { finite } from "./step-view.js";

/** @import { Step, Value } from "../../../protocol/questions.js" */
/** @import { StepContext } from "./step-view.js" */

/**
 * @param {Step} step
 * @param {StepContext} context
 * @returns {string} "" if the step is not pointwise
 */
export function formulaOf({ op, before, value, norm, slope, maximum, parameters }, { texts, scale }) {
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
      return isFunction(op)
        ? texts.function(nameOfFunction(op), formulaOfFunction(op, printed(parameters, ownDigits)), input, output)
        : "";
  }
}

/**
 * Attributes as they are printed in a formula; a limit that is absent is infinite.
 * @param {Step["parameters"]} parameters
 * @param {(number: Value) => string} print
 * @returns {Record<string, string>}
 */
function printed(parameters = {}, print) {
  const texts = Object.entries(parameters)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => [name, typeof value === "number" ? print(value) : value]);
  return { minimum: "−∞", maximum: "∞", ...Object.fromEntries(texts) };
}
