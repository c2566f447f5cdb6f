/** Stages: their values and pictures in a reading, those with one value for each class, and the probabilities among them. */

/** @import { Model, Painted, Stage } from "./messages.js" */
/** @import { Shown } from "./page-state.js" */

/** @typedef {{ pixels: Uint8ClampedArray<ArrayBuffer>, width: number, height: number, scale: number }} StagePicture */

/**
 * The values of a stage.
 * @param {Pick<Shown, "values" | "parts">} reading
 * @param {Model} model that it is of
 * @param {Stage} stage
 * @returns {Float32Array | null} null if the reading does not contain them
 */
export function valuesOf({ values, parts }, { stages }, stage) {
  const start = parts ? parts[stages.indexOf(stage)].values : stage.values.offset;
  return start < 0 || !values ? null : values.subarray(start, start + stage.values.length);
}

/**
 * The picture of a stage: all its maps side by side.
 * @param {Pick<Shown, "pixels" | "parts" | "replaced">} reading
 * @param {Model} model that it is of
 * @param {Stage} stage
 * @returns {StagePicture | null} null if the reading does not contain it
 */
export function pictureOf({ pixels, parts, replaced }, { stages }, stage) {
  const other = replaced?.get(stage.name);
  if (other) {
    return other;
  }
  const {
    scale,
    width,
    height,
    pixels: start,
  } = parts ? parts[stages.indexOf(stage)] : { ...stage.canvas, scale: 1, pixels: stage.canvas.offset };
  return start < 0 ? null : { pixels: pixels.subarray(start, start + 4 * width * height), width, height, scale };
}

/**
 * The probabilities of all classes: the values of the last stage, which every reading contains.
 * @param {Pick<Painted, "values" | "parts">} reading
 * @param {Model} model that it is of
 */
export function probabilitiesOf(reading, model) {
  return Array.from(valuesOf(reading, model, answerOf(model)) ?? []);
}

/**
 * The stage of the probabilities, the last one.
 * @param {Model} model
 */
export const answerOf = ({ stages }) => stages[stages.length - 1];

/**
 * Whether a model judges each class on its own, so that its probabilities need not sum to 1.
 * @param {Model} model
 */
export const judgesEachClass = (model) => answerOf(model).op === "sigmoid";

/**
 * Whether the values of a stage are probabilities.
 * @param {Stage} stage
 * @param {Model} model
 */
export const isOfProbabilities = (stage, model) => stage.op === "softmax" || stage === answerOf(model);

/**
 * Whether a stage has one value for each class: the probabilities, or the logits that they are computed from.
 * @param {Stage} stage
 * @param {Model} model
 */
export function isOfClasses(stage, model) {
  const last = answerOf(model);
  const isNearEnd = stage === last || last.inputs.includes(stage.name);
  return stage.shape.length === 1 && stage.shape[0] === model.classes.length && isNearEnd;
}

/**
 * The names of a stage's values; null if they are only numbered.
 * @param {Stage} stage
 * @param {Model} model
 */
export function namesIn(stage, model) {
  return isOfClasses(stage, model) ? model.classes : null;
}
