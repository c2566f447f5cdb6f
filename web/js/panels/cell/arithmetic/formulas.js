/** Formulas of pointwise steps (activations, batch normalisation), as sentences with their numbers. */

import { printOne, scaleFor } from "../../../i18n/number-format.js";
import { formulaOfFunction, isFunction, nameOfFunction } from "../../../protocol/functions.js";
import { finite, nameOf } from "./step-view.js";

/** @import { Step, Value } from "../../../protocol/questions.js" */
/** @import { StepContext } from "./step-view.js" */

/**
 * @param {Step} step
 * @param {StepContext} context
 * @returns {string} "" if the step is not pointwise
 */
export function formulaOf(step, context) {
  if (step.operands) {
    return productOf(step, context);
  }
  if (step.op === "pad2d" && !step.terms) {
    return context.texts.padding(printOne(finite(step.value), context.scale));
  }
  const { op, before, value, norm, slope, maximum, parameters, factor, bias } = step;
  const { texts, scale } = context;
  if (before === undefined) {
    return "";
  }
  const [input, output] = [finite(before), finite(value)].map((number) => printOne(number, scale));
  const ownDigits = (/** @type {Value} */ number) => printOne(finite(number), scaleFor([finite(number)]));
  const signed = (/** @type {number} */ number) => `${number < 0 ? "−" : "+"} ${ownDigits(Math.abs(number))}`;
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
    case "elementwise_affine":
      return texts.affine(input, output, ownDigits(factor ?? 0), signed(finite(bias)));
    case "batch_norm2d": {
      const { mean, variance, scale: factor, shift, eps } = /** @type {NonNullable<Step["norm"]>} */ (norm);
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
    case "layer_norm":
    case "rms_norm":
    case "group_norm": {
      const { mean, variance, scale: factor, shift, eps } = /** @type {NonNullable<Step["norm"]>} */ (norm);
      const [lessMean, plusShift] = [signed(-finite(mean)), signed(finite(shift))];
      const start = op === "rms_norm" ? input : `(${input} ${lessMean})`;
      return texts.imageNorm(
        texts.ops[op],
        Number(parameters?.count),
        `${start} ÷ √(${ownDigits(variance)} + ${eps}) × ${ownDigits(factor)} ${plusShift} = ${output}`,
      );
    }
    default:
      return isFunction(op)
        ? texts.function(nameOfFunction(op), formulaOfFunction(op, printed(parameters, ownDigits)), input, output)
        : "";
  }
}

/**
 * A product or a quotient, with its two numbers and where they come from.
 * @param {Step} step
 * @param {StepContext} context
 */
function productOf({ op, operands = [], value }, context) {
  const [x, y] = operands.map((operand) => {
    const { title, name } = nameOf(context, operand);
    const number = finite(operand.value);
    return `${printOne(number, scaleFor([number]))} (${context.texts.title(title, name)})`;
  });
  return context.texts.product(x, op === "mul" ? "×" : "÷", y, printOne(finite(value), context.scale));
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
