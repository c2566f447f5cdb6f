/** Which stages of a model the article is about: found by what they compute, not by their names. */

import { isFunction } from "../../protocol/functions.js";
import { isOfClasses, valuesOf } from "../../protocol/stages.js";

/** @import { Model, Stage } from "../../protocol/messages.js" */
/** @import { Shown } from "../../protocol/page-state.js" */

const POOLING = ["max_pool2d", "avg_pool2d"];

/**
 * The stages with maps, without the image.
 * @param {Model} model
 */
export const mapStages = ({ stages }) => stages.slice(1).filter(({ shape }) => shape.length === 3);

/**
 * The first stage whose windows lie on the image.
 * @param {Model} model
 * @returns {Stage | undefined}
 */
export function firstConvolution(model) {
  const image = model.stages[0].name;
  return mapStages(model).find(
    ({ inputs, op, parameters }) => inputs.includes(image) && parameters > 0 && !POOLING.includes(op),
  );
}

/**
 * The first stage with maps after an activation function.
 * @param {Model} model
 */
export const firstActivation = (model) => mapStages(model).find(({ op }) => isFunction(op));

/**
 * The first pooling stage, with the stage that it reads.
 * @param {Model} model
 * @returns {{ stage: Stage, source: Stage } | null}
 */
export function firstPooling(model) {
  const stage = mapStages(model).find(({ op }) => POOLING.includes(op));
  const source = model.stages.find(({ name }) => name === stage?.inputs[0]);
  return stage && source?.shape.length === 3 ? { stage, source } : null;
}

/**
 * The stage that replaces each map by its average, with the stage whose maps these are.
 * @param {Model} model
 * @returns {{ stage: Stage, source: Stage } | null}
 */
export function averages({ stages }) {
  const stage = stages.find(({ op, shape }) => op === "global_avg_pool2d" && shape.length === 1);
  const source = stages.find(({ name }) => name === stage?.inputs[0]);
  return stage && source?.shape.length === 3 && source.shape[0] === stage.shape[0] ? { stage, source } : null;
}

/**
 * The first dense stage before the logits, with the stage that it reads.
 * @param {Model} model
 * @returns {{ stage: Stage, source: Stage } | null}
 */
export function firstDense(model) {
  const stage = model.stages.find(
    (other) => other.shape.length === 1 && other.parameters > 0 && !isOfClasses(other, model),
  );
  const source = model.stages.find(({ name }) => name === stage?.inputs[0]);
  return stage && source ? { stage, source } : null;
}

/**
 * The stage of the logits; undefined if the page shows none.
 * @param {Model} model
 */
export const logitsStage = (model) =>
  model.stages.find((stage) => isOfClasses(stage, model) && stage !== model.stages.at(-1));

/**
 * At most `most` of some things, evenly spread, with the first and the last.
 * @template T
 * @param {T[]} things
 * @param {number} most
 * @returns {T[]}
 */
export function spread(things, most) {
  const count = Math.min(things.length, most);
  return Array.from({ length: count }, (_, index) => {
    const share = count === 1 ? 0 : index / (count - 1);
    return things[Math.round(share * (things.length - 1))];
  });
}

/**
 * The size of a stage: maps, and cells of each.
 * @param {Stage} stage
 */
export function sizeOf({ shape: [maps, height = 1, width = 1] }) {
  return { maps, height, width, cells: height * width };
}

/**
 * The values of one map, or of a whole stage.
 * @param {Pick<Shown, "values" | "parts">} reading
 * @param {Model} model that it is of
 * @param {Stage} stage
 * @param {number} [map]
 * @returns {Float32Array | null} null while they are not known
 */
export function valuesIn(reading, model, stage, map) {
  const values = valuesOf(reading, model, stage);
  const { cells } = sizeOf(stage);
  return values && map !== undefined ? values.subarray(map * cells, (map + 1) * cells) : values;
}

/**
 * The names of all stages whose values the figures show.
 * @param {Model} model
 */
export function stagesOfFigures(model) {
  const pairs = [firstPooling(model), averages(model), firstDense(model)].filter((pair) => pair !== null);
  const single = [firstConvolution(model), firstActivation(model), logitsStage(model)].filter(
    (stage) => stage !== undefined,
  );
  const stages = [model.stages[0], ...single, ...pairs.flatMap(({ stage, source }) => [stage, source])];
  return stages.map(({ name }) => name);
}
