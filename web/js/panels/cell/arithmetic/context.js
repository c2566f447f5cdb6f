/** What every step's picture is drawn with. */

/** @import { Texts } from "../../../i18n/language.js" */
/** @import { Scale } from "../../../i18n/number-format.js" */
/** @import { Model } from "../../../protocol/messages.js" */
/** @import { Place, Step, Value } from "../../../protocol/questions.js" */
/** @import { CellColours } from "../cell-colours.js" */

/**
 * @typedef {object} Context
 * @property {Model} model
 * @property {CellColours} colours
 * @property {Texts["look"]} words
 * @property {Scale} scale of all numbers that are added
 * @property {Place} place the cell
 */

/**
 * A step as the page draws it.
 * @typedef {object} StepView
 * @property {HTMLElement} element
 * @property {(step: Step, context: Context) => void} show
 */

/**
 * A number of a step that is known to be finite.
 * @param {Value | null | undefined} value
 */
export function finite(value) {
  if (typeof value !== "number") {
    throw new Error(`expected a finite number, found ${value}`);
  }
  return value;
}

/**
 * Whether every number of a step can be printed and added.
 * @param {Step} step
 */
export function hasFiniteNumbers(step) {
  const { terms = [], candidates = [], norm, softmax, rest } = step;
  const all = [
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
    ...Object.values(norm ?? {}),
    ...(softmax ? [...softmax.logits, ...softmax.exponentials] : []),
  ];
  return all.every((value) => typeof value !== "string");
}

/**
 * The numbers of some steps that are printed with the same digits, since they are added.
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
 * What a term, or a map, is called.
 * @param {Context} context
 * @param {{ stage?: string | null, node: string, channel: number, row?: number, column?: number }} source
 */
export function nameOf({ model, words }, { stage, node, channel, row, column }) {
  const found = model.stages.find(({ name }) => name === stage);
  const isMap = found ? found.shape.length === 3 : row === undefined;
  const title = found?.title ?? node;
  if (!isMap) {
    return { title, name: words.number(channel + 1) };
  }
  const name = found?.shape[0] === 1 ? title : words.map(channel + 1);
  return { title, name: row === undefined ? name : words.cell(name, row + 1, (column ?? 0) + 1) };
}
