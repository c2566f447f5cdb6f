/** The interface of a step's view, and helpers for all views. */

/** @import { Texts } from "../../../i18n/language.js" */
/** @import { Scale } from "../../../i18n/number-format.js" */
/** @import { Model } from "../../../protocol/messages.js" */
/** @import { Place, Step, Value } from "../../../protocol/questions.js" */
/** @import { CellColours } from "../cell-colours.js" */

/**
 * The data and the number format that an explanation is rendered with.
 * @typedef {object} StepContext
 * @property {Model} model
 * @property {CellColours} colours
 * @property {Texts["look"]} texts
 * @property {Scale} scale of all numbers that are added
 * @property {Place} cell
 */

/**
 * Shows one step of a cell's computation.
 * @typedef {object} StepView
 * @property {HTMLElement} element
 * @property {(step: Step, context: StepContext) => void} show
 */

/**
 * Narrows a number of a step to a finite one.
 * @param {Value | null | undefined} value
 * @throws {Error} if it is not
 */
export function finite(value) {
  if (typeof value !== "number") {
    throw new Error(`expected a finite number, found ${value}`);
  }
  return value;
}

/**
 * Whether all numbers of a step are finite, so that they can be printed and added.
 * @param {Step} step
 */
export function hasFiniteNumbers(step) {
  const { terms = [], candidates = [], norm, softmax, rest, operands = [] } = step;
  const numbers = [
    step.value,
    step.before ?? 0,
    step.bias ?? 0,
    rest?.value ?? 0,
    ...terms.flatMap(({ value, input = 0, weight = 0, inputs = [], products = [] }) => [
      value,
      input,
      weight,
      ...inputs,
      ...products,
    ]),
    ...candidates,
    ...operands.map((operand) => operand.value),
    ...Object.values(norm ?? {}),
    ...(softmax ? [...softmax.logits, ...softmax.exponentials] : []),
  ];
  return numbers.every((value) => typeof value !== "string");
}

/**
 * The numbers of the steps that are added; they are printed with the same digits.
 * @param {Step[]} steps
 */
export function addends(steps) {
  return steps
    .flatMap(({ value, before = 0, bias = 0, terms = [], candidates = [] }) => [
      value,
      before,
      bias,
      ...terms.map((term) => term.value),
      ...candidates.map((number) => number ?? 0),
    ])
    .map(Number);
}

/**
 * The name of a term's source: the title of its stage, and the map, number or cell in it.
 * @param {StepContext} context
 * @param {{ stage?: string | null, node: string, channel: number, row?: number, column?: number }} source
 */
export function nameOf({ model, texts }, { stage, node, channel, row, column }) {
  const source = model.stages.find(({ name }) => name === stage);
  const isMap = source ? source.shape.length === 3 : row === undefined;
  const title = source?.title ?? node;
  if (!isMap) {
    return { title, name: texts.number(channel + 1) };
  }
  const name = source?.shape[0] === 1 ? title : texts.map(channel + 1);
  return { title, name: row === undefined ? name : texts.cell(name, row + 1, (column ?? 0) + 1) };
}
