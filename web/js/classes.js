/**
 * Whether a stage has one number for each class: the network's answer, or the logits that it is made of.
 * @param {import("./worker/protocol.js").Stage} stage
 * @param {import("./worker/protocol.js").Model} model
 */
export function isOfClasses(stage, { stages, classes }) {
  const last = stages[stages.length - 1];
  const isNearEnd = stage === last || (last.op === "softmax" && last.inputs.includes(stage.name));
  return stage.shape.length === 1 && stage.shape[0] === classes.length && isNearEnd;
}
