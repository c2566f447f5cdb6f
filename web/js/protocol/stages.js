/** Which stages have a number for each class, and the one whose numbers are the answer. */

/** @import { Model, Reading, Stage } from "./messages.js" */

/**
 * The probabilities of all classes: the numbers of the last stage.
 * @param {Reading} reading
 * @param {Model} model that it is of
 */
export function probabilitiesOf({ values }, { stages }) {
  const { offset, length } = stages[stages.length - 1].values;
  return Array.from(values.subarray(offset, offset + length));
}

/**
 * Whether a stage has one number for each class: the network's answer, or the logits that it is made of.
 * @param {Stage} stage
 * @param {Model} model
 */
export function isOfClasses(stage, { stages, classes }) {
  const last = stages[stages.length - 1];
  const isNearEnd = stage === last || (last.op === "softmax" && last.inputs.includes(stage.name));
  return stage.shape.length === 1 && stage.shape[0] === classes.length && isNearEnd;
}

/**
 * What a stage's numbers are called; null where they have no other name than their number.
 * @param {Stage} stage
 * @param {Model} model
 */
export function namesIn(stage, model) {
  return isOfClasses(stage, model) ? model.classes : null;
}
