import assert from "node:assert/strict";
import { test } from "node:test";
import { interventions as words } from "../../web/js/i18n/en/interventions.js";
import { panelWords } from "../../web/js/i18n/en/panels.js";
import { addTexts, texts } from "../../web/js/i18n/language.js";
import { changesOf } from "../../web/js/panels/interventions/changes.js";
import { sentenceAbout } from "../../web/js/panels/interventions/cost-bar.js";
import {
  has,
  interventionsOf,
  isNone,
  NONE,
  stateOf,
  toggled,
} from "../../web/js/panels/interventions/interventions.js";
import { fragmentOf, stateOf as stateOfLink } from "../../web/js/share/link.js";

/** @import { Interventions, PossibleStage } from "../../web/js/protocol/messages.js" */

/** @type {Interventions} */
const SOME = { without: ["relu1"], muted: [["conv2", 3]], meanPooling: ["pool"], withoutBias: ["conv1"] };

await addTexts("panels", panelWords);
await addTexts("interventions", { interventions: words });

test("what is left out is put back by the same choice, and nothing else changes", () => {
  const muted = toggled(toggled(NONE, "muted", ["conv2", 3]), "without", "relu1");
  assert.deepEqual(muted, { ...NONE, without: ["relu1"], muted: [["conv2", 3]] });
  assert.ok(has(muted, "muted", ["conv2", 3]));
  assert.ok(!has(muted, "muted", ["conv2", 1]));
  assert.ok(isNone(toggled(toggled(muted, "muted", ["conv2", 3]), "without", "relu1")));
  assert.ok(isNone(NONE));
});

test("a state holds only what is left out, and gives it back, also through a link", () => {
  assert.deepEqual(stateOf({ ...NONE, muted: [["conv2", 3]] }), { muted: [["conv2", 3]] });
  assert.deepEqual(interventionsOf({ muted: [["conv2", 3]] }), { ...NONE, muted: [["conv2", 3]] });
  const state = { version: 1, strokes: [], brush: 24, centre: true, model: "gap10", stage: null };
  const fragment = fragmentOf(/** @type {any} */ ({ ...state, interventions: stateOf(SOME) }));
  assert.ok(fragment.length - fragmentOf(/** @type {any} */ (state)).length < 200);
  const { interventions } = /** @type {any} */ (stateOfLink(fragment));
  assert.deepEqual(interventionsOf(interventions), SOME);
});

for (const bad of [
  null,
  7,
  "relu1",
  ["relu1"],
  { without: "relu1" },
  { without: [1] },
  { muted: ["conv1"] },
  { muted: [["conv1"]] },
  { muted: [["conv1", 0.5]] },
  { muted: [["conv1", "0"]] },
  { other: [] },
  { without: new Array(10_001).fill("relu1") },
]) {
  test(`${JSON.stringify(bad)?.slice(0, 40)} in a state is none`, () => assert.equal(interventionsOf(bad), null));
}

/** @param {string} name @param {string} op */
const node = (name, op) => ({ name, op, without: true, meanPooling: false, withoutBias: false });

/** @type {PossibleStage[]} */
const POSSIBLE = [
  { stage: "conv1", muted: true, nodes: [node("conv1", "conv2d"), node("relu1", "relu")] },
  { stage: "conv2", muted: true, nodes: [node("a", "conv2d"), node("b", "conv2d")] },
  { stage: "pool", muted: true, nodes: [node("pool", "max_pool2d")] },
  { stage: "gap", muted: true, nodes: [] },
];
const MODEL = /** @type {any} */ ({
  stages: [
    { name: "conv1", title: "Conv 1", shape: [10, 28, 28] },
    { name: "conv2", title: "Conv 2", shape: [10, 28, 28] },
    { name: "pool", title: "Max pooling", shape: [10, 14, 14] },
    { name: "gap", title: "Global average", shape: [10] },
  ],
});

test("every change is named, in the order of the stages", () => {
  const wanted = {
    ...SOME,
    without: ["relu1", "b"],
    muted: /** @type {[string, number][]} */ ([
      ["gap", 0],
      ["conv2", 3],
    ]),
  };
  const changes = changesOf(wanted, POSSIBLE, MODEL, texts);
  assert.deepEqual(
    changes.map(({ stage, phrase, gone }) => [stage, phrase, gone]),
    [
      ["conv1", "Without the bias of the convolution of “Conv 1”", "bias"],
      ["conv1", "Without the ReLU of “Conv 1”", "ReLU"],
      ["conv2", "Without the convolution (b) of “Conv 2”", "conv"],
      ["conv2", "Without map 4 of “Conv 2”", "map 4"],
      ["pool", "With averages instead of maxima in “Max pooling”", "max"],
      ["gap", "Without number 1 of “Global average”", "number 1"],
    ],
  );
});

test("the sentence says what is read now and what was read before", () => {
  const cost = {
    subject: "Without map 4",
    isEmpty: false,
    classes: ["0", "1"],
    before: [0.02, 0.98],
    now: [0.64, 0.36],
  };
  assert.equal(sentenceAbout(cost, texts), "Without map 4, it reads 0 (64.0 % sure). Before, it read 1 (98.0 %).");
  assert.equal(
    sentenceAbout({ ...cost, now: [0.1, 0.9] }, texts),
    "Without map 4, it still reads 1: 90.0 % sure, 98.0 % before.",
  );
  assert.match(sentenceAbout({ ...cost, isEmpty: true }, texts), /draw a digit/);
  assert.equal(sentenceAbout({ ...cost, before: null }, texts), "Without map 4, it reads 0 (64.0 % sure).");
  assert.equal(sentenceAbout({ ...cost, now: null }, texts), "Without map 4 …");
  assert.match(sentenceAbout({ ...cost, now: [Number.NaN, Number.NaN] }, texts), /not finite/);
});
