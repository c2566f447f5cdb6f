import assert from "node:assert/strict";
import { test } from "node:test";
import { fragmentOf, isLink, LinkError, stateOf } from "../../web/js/share/link.js";
import { damaged, forSeeds } from "./support/random.js";

/** @import { State } from "../../web/js/protocol/page-state.js" */

const CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_%&=#+. é";

/** @type {State} */
const PLAIN = { version: 1, strokes: [], brush: 24, centre: true, model: "gap10", stage: null };

/** @type {State} */
const FULL = {
  ...PLAIN,
  strokes: [
    [
      [60, 40, 0],
      [200, 40, 160],
      [120, 240, 480],
    ],
    [[90, 130, 1024]],
  ],
  brush: 31.5,
  centre: false,
  model: "a name & more = 100 %",
  stage: "conv2",
  image: [0, 128, 255, 255],
};

/**
 * 32-bit FNV-1a, computed with BigInt.
 * @param {string} text
 */
function fnv1a(text) {
  return new TextEncoder()
    .encode(text)
    .reduce((hash, byte) => ((hash ^ BigInt(byte)) * 0x01000193n) % 2n ** 32n, 0x811c9dc5n);
}

/**
 * A link from given fields, with a valid check.
 * @param {string} fields
 */
const signed = (fields) => `#${fields}&check=${fnv1a(fields).toString(36)}`;

/** @param {string} fragment */
function reasonAgainst(fragment) {
  try {
    stateOf(fragment);
  } catch (error) {
    assert.ok(error instanceof LinkError, `${fragment}: ${error}`);
    return error.reason;
  }
  return null;
}

test("the checksum in these tests is FNV-1a", () => {
  assert.equal(fnv1a("foobar"), 0xbf9cf968n); // published with the algorithm
});

test("a default state is version, model and check", () => {
  assert.equal(fragmentOf(PLAIN), signed("v=1&model=gap10"));
});

test("a dot in the corner is ink=EIAA", () => {
  assert.equal(fragmentOf({ ...PLAIN, strokes: [[[0, 0, 0]]] }), signed("v=1&model=gap10&ink=EIAA"));
});

test("a state is decoded to itself", () => {
  assert.deepEqual(stateOf(fragmentOf(PLAIN)), PLAIN);
  assert.deepEqual(stateOf(fragmentOf(FULL)), FULL);
});

test("keys added by panels are decoded to themselves, in any script", () => {
  const state = { ...FULL, tab: "look", cell: { stage: "conv1", row: 3 }, other: "ångström 数字 🖊" };
  assert.deepEqual(stateOf(fragmentOf(state)), state);
});

test("an image of more than 64 × 64 pixels is omitted from the link", () => {
  const image = new Array(64 * 64).fill(7);
  assert.deepEqual(stateOf(fragmentOf({ ...PLAIN, image })).image, image);
  assert.deepEqual(stateOf(fragmentOf({ ...PLAIN, image: [...image, 7] })), PLAIN);
});

test("every truncation and every changed character is detected", () => {
  forSeeds(3, (random) => {
    for (const version of damaged(fragmentOf(FULL), CHARACTERS, random)) {
      assert.ok(["damaged", "newer"].includes(reasonAgainst(version) ?? "opened"), version);
    }
  });
});

test("random text is refused as damaged", () => {
  forSeeds(500, (random) => {
    const text = `#v=1&${random.text(random.integer(0, 100), CHARACTERS)}`;
    assert.equal(reasonAgainst(text), "damaged", text);
    assert.notEqual(reasonAgainst(random.text(random.integer(0, 50), CHARACTERS)), null);
  });
});

test("a link with a valid check and invalid fields is refused as damaged", () => {
  const json = (/** @type {unknown} */ value) => `more=${btoa(JSON.stringify(value)).replaceAll("=", "")}`;
  const fields = ["brush=0", "brush=200", "brush=x", "ink=+", "ink=A", "image=A", "more=*", "more=AAAA"];
  for (const field of [...fields, json([1]), json("text"), json(null), json({ image: "x" })]) {
    assert.equal(reasonAgainst(signed(`v=1&model=gap10&${field}`)), "damaged", field);
  }
});

test("keys of panels cannot replace the drawing or the settings", () => {
  const more = btoa(JSON.stringify({ version: 2, strokes: "x", brush: -1, centre: "x", model: 5, stage: 6 }));
  const state = stateOf(signed(`v=1&model=gap10&more=${more.replaceAll("=", "")}`));
  assert.deepEqual(state, PLAIN);
});

test("a later version is distinguished from a damaged link", () => {
  assert.equal(reasonAgainst("#v=2&anything"), "newer");
  assert.equal(reasonAgainst("#v=10"), "newer");
  assert.equal(reasonAgainst(signed("v=0&model=gap10")), "damaged");
  assert.equal(reasonAgainst(signed("v=x&model=gap10")), "damaged");
});

test("a link that is too long is neither created nor opened", () => {
  assert.equal(reasonAgainst(`#v=1&model=${"a".repeat(60_000)}`), "tooLong");
  const dots = Array.from({ length: 401 }, (_, at) => /** @type {State["strokes"][0]} */ ([[at, 0, 0]]));
  assert.throws(() => fragmentOf({ ...PLAIN, strokes: dots }), { name: "Error", reason: "tooMuch" });
  assert.throws(() => fragmentOf({ ...PLAIN, model: "a".repeat(60_000) }), { reason: "tooMuch" });
});

test("only fragments that look like a link are recognised", () => {
  for (const fragment of ["#v=1", "v=2", "#model=a&ink=A", "#check=x", fragmentOf(FULL)]) {
    assert.ok(isLink(fragment), fragment);
  }
  for (const fragment of ["", "#", "#about", "#about-v=1"]) {
    assert.ok(!isLink(fragment), fragment);
  }
});
