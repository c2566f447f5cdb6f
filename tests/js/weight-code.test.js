import assert from "node:assert/strict";
import { test } from "node:test";
import { fragmentOf, LinkError, stateOf } from "../../web/js/share/link.js";
import { decodeWeights, encodeWeights, MOST_CHANGES } from "../../web/js/share/weight-code.js";

/** @import { LinkedWeights, State } from "../../web/js/protocol/page-state.js" */

/** @type {LinkedWeights} */
const WEIGHTS = {
  numbers: [
    ["conv1.weight", 4, Math.fround(1.1)],
    ["conv1.weight", 5, -0.5],
    ["layer_1/conv~2*é.bias", 0, -0],
    ["b.weight", 123456, Math.fround(1e-45)],
  ],
  muted: [
    ["conv2", 3],
    ["conv2", 0],
    ["m_x", 11],
  ],
};

test("the code is the one that is documented", () => {
  const { numbers, muted } = WEIGHTS;
  const code = encodeWeights({ numbers: numbers.slice(0, 2), muted: muted.slice(0, 1) });
  assert.equal(code, "wconv1.weight_4.3f8ccccd_5.bf000000*mconv2_3");
});

test("every bit of a number and every name come back", () => {
  const back = decodeWeights(encodeWeights(WEIGHTS));
  assert.deepEqual(back, WEIGHTS);
  assert.ok(Object.is(back.numbers[2][2], -0));
  assert.deepEqual(decodeWeights(encodeWeights({ numbers: [], muted: [], tooMany: 4410 })).tooMany, 4410);
});

test("a link holds the weights", () => {
  /** @type {State} */
  const state = { version: 1, strokes: [], brush: 24, centre: true, model: "gap10", stage: null, weights: WEIGHTS };
  assert.deepEqual(stateOf(fragmentOf(state)), state);
});

test("a damaged code is refused", () => {
  const most = Array.from({ length: MOST_CHANGES + 1 }, (_, index) => `${index}.3f800000`).join("_");
  const codes = ["", "w", "wa", "wa_", "wa_1", "wa_1.3f8", "wa_1.7fc00000", "wa_1.7f800000", "wa_-1.3f800000"];
  for (const code of [
    ...codes,
    "wa_1.3F800000",
    "xa_1",
    "ma_b",
    "ma_1.3f800000",
    "n0",
    "n1e9",
    "w~zz_1.3f800000",
    `wa_${most}`,
  ]) {
    assert.throws(() => decodeWeights(code), Error, code);
  }
});

test("a link with damaged weights is damaged, whatever its checksum says", () => {
  /** @type {any} */
  const state = { version: 1, strokes: [], brush: 24, centre: true, model: "gap10", stage: null };
  state.weights = { numbers: [["a", 1, Number.NaN]], muted: [] };
  assert.throws(
    () => stateOf(fragmentOf(state)),
    (error) => error instanceof LinkError && error.reason === "damaged",
  );
});
