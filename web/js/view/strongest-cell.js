import { indexOfLargest } from "../lib/argsort.js";
import { valuesOf } from "../protocol/stages.js";

/** @import { Place } from "../protocol/questions.js" */
/** @import { View } from "./view.js" */

/**
 * The cell with the largest value of a stage with maps; the first one while the values are not known.
 * @param {Pick<View, "model" | "reading">} view
 * @param {string} name
 * @returns {Place}
 */
export function strongestCell({ model, reading }, name) {
  const stage = model?.stages.find((other) => other.name === name);
  const [, height = 1, width = 1] = stage?.shape ?? [];
  const values = model && stage && reading ? valuesOf(reading, model, stage) : null;
  const index = values ? indexOfLargest(values) : 0;
  return {
    stage: name,
    channel: Math.floor(index / (height * width)),
    row: Math.floor(index / width) % height,
    column: index % width,
  };
}
