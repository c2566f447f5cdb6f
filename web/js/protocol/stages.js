/** Stages with one value for each class, and the probabilities among them. */

/** @import { Model, Reading, Stage } from "./messages.js" */

/**
 * The probabilities of all classes: the values of the last stage.
 * @param {Reading} reading
 * @param {Model} model that it is of
 */
export function probabilitiesOf({ values }, { stages }) {
  const { offset, length } = stages[stages.length - 1].values;
  return Array.from(values.subarray(offset, offset + length));
}

/**
 * Whether a stage has one value for each class: the probabilities, or the logits that they are computed from.
 * @param {Stage} stage
 * @param {Model} model
 */
export function isOfClasses(stage, { stages, classes }) {
  const last = stages[stages.length - 1];
  const isNearEnd = stage === last || (last.op === "softmax" && last.inputs.includes(stage.name));
  return stage.shape.length === 1 && stage.shape[0] === classes.length && isNearEnd;
}

/**
 * The names of a stage's values; null if they are only numbered.
 * @param {Stage} stage
 * @param {Model} model
 */
export function namesIn(stage, model) {
  return isOfClasses(stage, model) ? model.classes : null;
}
