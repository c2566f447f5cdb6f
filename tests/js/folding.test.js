import assert from "node:assert/strict";
import { test } from "node:test";
import { byDepth } from "../../web/js/diagram/blocks.js";
import { blocks } from "../../web/js/panels/simple/folding.js";

/** @import { Stage } from "../../web/js/protocol/messages.js" */

/**
 * A stage, as far as folding looks at it.
 * @param {string} name
 * @param {string} title
 * @param {string} op
 * @param {number[]} shape
 * @param {string[]} inputs
 */
function stage(name, title, op, shape, ...inputs) {
  const join = inputs.length > 1 ? "add" : "";
  const links = inputs.map((source) => ({ source, mixes: op === "conv2d" || op === "linear", join }));
  return /** @type {Stage} */ (/** @type {unknown} */ ({ name, title, op, shape, inputs, links }));
}

/**
 * The name, title and sources of each block.
 * @param {Stage[]} stages
 */
function folded(stages) {
  return blocks
    .blocksOf(stages)
    .map((block) => [
      block.stage.name,
      blocks.titleOf(block.stages),
      block.links.map(({ source }) => source).join(" "),
    ]);
}

const image = stage("image", "Image", "input", [1, 28, 28]);
const gap10 = [
  image,
  stage("conv1", "Conv 1 + ReLU", "conv2d", [10, 28, 28], "image"),
  stage("conv2", "Conv 2 + ReLU", "conv2d", [10, 28, 28], "conv1"),
  stage("pool", "Max pooling", "max_pool2d", [10, 14, 14], "conv2"),
  stage("gap", "Global average", "global_avg_pool2d", [10], "pool"),
  stage("logits", "Linear", "linear", [10], "gap"),
  stage("probabilities", "Softmax", "softmax", [10], "logits"),
];
const deep = [
  image,
  stage("conv1", "Conv 1 + ReLU", "conv2d", [10, 28, 28], "image"),
  stage("conv2", "Conv 2 + ReLU", "conv2d", [10, 28, 28], "conv1"),
  stage("pool", "Max pooling", "max_pool2d", [10, 14, 14], "conv2"),
  stage("conv3", "Conv 3 + ReLU", "conv2d", [16, 14, 14], "pool"),
  stage("conv4", "Conv 4 + ReLU", "conv2d", [16, 14, 14], "conv3"),
  stage("pool2", "Max pooling", "max_pool2d", [16, 7, 7], "conv4"),
  stage("conv5", "Conv 5 + ReLU", "conv2d", [32, 7, 7], "pool2"),
  stage("conv6", "Conv 6 + ReLU", "conv2d", [32, 7, 7], "conv5"),
  stage("gap", "Global average", "global_avg_pool2d", [32], "conv6"),
  stage("logits", "Linear", "linear", [10], "gap"),
  stage("probabilities", "Softmax", "softmax", [10], "logits"),
];
const resmini = [
  image,
  stage("conv1", "Conv 1 + ReLU", "conv2d", [12, 28, 28], "image"),
  stage("pool", "Max pooling", "max_pool2d", [12, 14, 14], "conv1"),
  stage("conv2", "Conv 2 + ReLU", "conv2d", [12, 14, 14], "pool"),
  stage("conv3", "Conv 3", "conv2d", [12, 14, 14], "conv2"),
  stage("add1", "Sum + ReLU", "add", [12, 14, 14], "pool", "conv3"),
  stage("conv4", "Conv 4, stride 2 + ReLU", "conv2d", [24, 7, 7], "add1"),
  stage("conv5", "Conv 5 + ReLU", "conv2d", [24, 7, 7], "conv4"),
  stage("conv6", "Conv 6", "conv2d", [24, 7, 7], "conv5"),
  stage("add2", "Sum + ReLU", "add", [24, 7, 7], "conv4", "conv6"),
  stage("gap", "Global average", "global_avg_pool2d", [24], "add2"),
];
const lenet5 = [
  image,
  stage("conv1", "Conv 1 + tanh", "conv2d", [6, 28, 28], "image"),
  stage("pool1", "Average pooling", "avg_pool2d", [6, 14, 14], "conv1"),
  stage("conv2", "Conv 2 + tanh", "conv2d", [16, 10, 10], "pool1"),
  stage("pool2", "Average pooling", "avg_pool2d", [16, 5, 5], "conv2"),
  stage("dense1", "Dense 1 + tanh", "linear", [120], "pool2"),
  stage("dense2", "Dense 2 + tanh", "linear", [84], "dense1"),
];

test("two convolutions and a pooling of gap10 become one block, and every number after them stays", () => {
  assert.deepEqual(folded(gap10), [
    ["image", "Image", ""],
    ["pool", "Conv 1–2 + Max pooling", "image"],
    ["gap", "Global average", "pool"],
    ["logits", "Linear", "gap"],
    ["probabilities", "Softmax", "logits"],
  ]);
});

test("nine stages of maps in deep become three blocks and the image; the last block ends without a pooling", () => {
  assert.deepEqual(folded(deep).slice(0, 5), [
    ["image", "Image", ""],
    ["pool", "Conv 1–2 + Max pooling", "image"],
    ["pool2", "Conv 3–4 + Max pooling", "pool"],
    ["conv6", "Conv 5–6", "pool2"],
    ["gap", "Global average", "conv6"],
  ]);
});

test("a skip connection of resmini is folded away with its block, and stride 2 begins another one", () => {
  assert.deepEqual(folded(resmini), [
    ["image", "Image", ""],
    ["pool", "Conv 1 + Max pooling", "image"],
    ["add1", "Conv 2–3 + Sum", "pool"],
    ["add2", "Conv 4–6 + Sum", "add1"],
    ["gap", "Global average", "add2"],
  ]);
  const links = blocks.blocksOf(resmini).map(({ links: [link] }) => link);
  assert.deepEqual(links[2], { source: "pool", mixes: true, join: "" }); // no longer a sum of two stages
});

test("each convolution of lenet5 is folded into its pooling, whose maps are half as large or smaller", () => {
  assert.deepEqual(
    folded(lenet5).map(([name, title]) => `${name}: ${title}`),
    [
      "image: Image",
      "pool1: Conv 1 + Average pooling",
      "pool2: Conv 2 + Average pooling",
      "dense1: Dense 1 + tanh",
      "dense2: Dense 2 + tanh",
    ],
  );
});

test("a stage that is used outside its block is not folded away", () => {
  const skip = stage("concat", "Concat", "concat", [22, 28, 28], "conv1", "conv3");
  const stages = [
    ...gap10.slice(0, 3),
    stage("conv3", "Conv 3", "conv2d", [12, 28, 28], "conv2"),
    skip,
    stage("gap", "Global average", "global_avg_pool2d", [10], "conv1"),
  ];
  assert.deepEqual(folded(stages), [
    ["image", "Image", ""],
    ["conv1", "Conv 1 + ReLU", "image"],
    ["concat", "Conv 2–3 + Concat", "conv1"],
    ["gap", "Global average", "conv1"],
  ]);
});

test("every stage is in exactly one block, and every link leads from a block before", () => {
  for (const stages of [gap10, deep, resmini, lenet5]) {
    const found = blocks.blocksOf(stages);
    assert.deepEqual(new Set(found.flatMap((block) => block.stages)), new Set(stages));
    assert.equal(found.flatMap((block) => block.stages).length, stages.length);
    const shown = found.map(({ stage: { name } }) => name);
    found.forEach(({ links }, number) => {
      assert.ok(links.every(({ source }) => shown.slice(0, number).includes(source)));
    });
    assert.equal(byDepth(found).length, found.length); // a chain
  }
});
