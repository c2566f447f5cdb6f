import assert from "node:assert/strict";
import { test } from "node:test";
import {
  averages,
  firstActivation,
  firstConvolution,
  firstDense,
  firstPooling,
  logitsStage,
  spread,
} from "../../web/js/panels/article/model-stages.js";
import { stagesOfTour, variantsOf } from "../../web/js/panels/tour/tour-steps.js";

const stage = (
  /** @type {string} */ name,
  /** @type {string} */ op,
  /** @type {number[]} */ shape,
  parameters = 0,
  colormap = "sequential",
) => ({
  name,
  op,
  shape,
  parameters,
  colormap,
  inputs: /** @type {string[]} */ ([]),
});

/** A chain of stages as a model with ten classes. @returns {any} */
function chain(/** @type {ReturnType<typeof stage>[]} */ ...stages) {
  stages.forEach((one, index) => {
    one.inputs = index > 0 ? [stages[index - 1].name] : [];
  });
  return { stages, classes: [..."0123456789"] };
}

const AVERAGING = chain(
  stage("image", "input", [1, 28, 28]),
  stage("conv1", "relu", [10, 28, 28], 100),
  stage("conv2", "relu", [10, 28, 28], 910),
  stage("pool", "max_pool2d", [10, 14, 14]),
  stage("gap", "global_avg_pool2d", [10]),
  stage("logits", "linear", [10], 110, "diverging"),
  stage("probabilities", "softmax", [10]),
);
const DENSE = chain(
  stage("image", "input", [1, 28, 28]),
  stage("conv1", "tanh", [6, 28, 28], 156, "diverging"),
  stage("pool1", "avg_pool2d", [6, 14, 14]),
  stage("dense1", "tanh", [120], 48120, "diverging"),
  stage("logits", "linear", [10], 850, "diverging"),
  stage("probabilities", "softmax", [10]),
);
const BARE = chain(stage("image", "input", [1, 28, 28]), stage("probabilities", "softmax", [10]));

test("the article finds its stages by what they compute", () => {
  assert.equal(firstConvolution(AVERAGING)?.name, "conv1");
  assert.equal(firstActivation(DENSE)?.op, "tanh");
  assert.equal(firstPooling(AVERAGING)?.source.name, "conv2");
  assert.equal(averages(AVERAGING)?.source.name, "pool");
  assert.equal(firstDense(AVERAGING), null);
  assert.equal(averages(DENSE), null);
  assert.equal(firstDense(DENSE)?.stage.name, "dense1");
  assert.equal(logitsStage(DENSE)?.name, "logits");
});

test("a model without these stages has none of them", () => {
  assert.equal(firstConvolution(BARE), undefined);
  assert.equal(firstActivation(BARE), undefined);
  assert.equal(logitsStage(BARE), undefined);
  assert.deepEqual([firstPooling(BARE), averages(BARE), firstDense(BARE)], [null, null, null]);
});

test("the tour goes through the stages from left to right, in every model", () => {
  for (const model of [AVERAGING, DENSE, BARE]) {
    const order = Object.values(stagesOfTour(model)).flatMap((found) => (found ? [model.stages.indexOf(found)] : []));
    assert.deepEqual(
      order,
      [...order].sort((a, b) => a - b),
    );
    assert.ok(!order.includes(-1));
  }
});

test("the tour says of each stage what it computes", () => {
  const [averaging, dense] = [AVERAGING, DENSE].map((model) => stagesOfTour(model));
  assert.equal(variantsOf(/** @type {any} */ (averaging.maps)).maps, "maps");
  assert.equal(variantsOf(/** @type {any} */ (dense.maps)).maps, "mapsSigned");
  assert.equal(variantsOf(/** @type {any} */ (averaging.pooling)).pooling, "pool");
  assert.equal(variantsOf(/** @type {any} */ (dense.pooling)).pooling, "poolAverage");
  assert.equal(variantsOf(/** @type {any} */ (averaging.numbers)).numbers, "numbers");
  assert.equal(variantsOf(/** @type {any} */ (dense.numbers)).numbers, "numbersDense");
});

test("of many things a few are taken, evenly, with the first and the last", () => {
  assert.deepEqual(spread([0, 1, 2, 3, 4, 5, 6, 7, 8], 3), [0, 4, 8]);
  assert.deepEqual(spread([0, 1], 8), [0, 1]);
  assert.deepEqual(spread([7], 3), [7]);
  assert.deepEqual(spread([], 3), []);
});
