import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { train } from "../../web/js/i18n/en/train.js";
import { addTexts } from "../../web/js/i18n/language.js";
import { DigitTray } from "../../web/js/panels/train/tray/digit-tray.js";
import { isLabel } from "../../web/js/panels/train/tray/label.js";
import { imageOf, isBlank, onPad, pictured } from "../../web/js/panels/train/tray/tray-digit.js";
import { readTray } from "../../web/js/panels/train/tray/tray-file.js";

addTexts("train", { train });

const DRAWN = { label: "7", strokes: [[[60, 60], [200, 60], [120, 230]]], canvas: 280, brush: 24 }; // biome-ignore format: a table
const SMALL = { label: "7", image: "AAAAAA==", width: 2, height: 2 };

/** What `read_tray` refuses, too (tests/unit/training/test_tray.py). @type {any[]} */
const REFUSED = JSON.parse(readFileSync(new URL("../unit/training/refused_trays.json", import.meta.url), "utf8"));

const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);

/**
 * @param {any[]} digits
 * @param {object} [changes]
 */
const file = (digits, changes) => bytes(JSON.stringify({ format: "glasscnn-digits", version: 1, digits, ...changes }));

/** @param {any} case_ */
function contentOf({ file: text, digits = [], images = [], repeat = 0, changes }) {
  const changed = (/** @type {object} */ base) => (/** @type {any} */ change) =>
    typeof change === "object" && change !== null && !Array.isArray(change) ? { ...base, ...change } : change;
  const all = [...Array(repeat).fill(DRAWN), ...digits.map(changed(DRAWN)), ...images.map(changed(SMALL))];
  return text === undefined ? file(all, changes) : bytes(text);
}

test("what Python refuses is refused, with the number of the digit, what was found and what was expected", () => {
  assert.ok(REFUSED.length > 30);
  for (const case_ of REFUSED) {
    assert.throws(
      () => readTray(contentOf(case_)),
      ({ message }) => message.includes(case_.page),
      case_.page,
    );
  }
});

test("what JSON alone cannot say is refused, too", () => {
  const infinite = JSON.stringify(DRAWN).replace("230", "1e400");
  for (const data of [new Uint8Array([0xff, 0xfe, 0x7b]), bytes("[".repeat(100_000))]) {
    assert.throws(() => readTray(data), /a file of digits is JSON/);
  }
  for (const digit of [infinite, infinite.replace("400", "39")]) {
    const whole = `{"format": "glasscnn-digits", "version": 1, "digits": [${digit}]}`;
    assert.throws(() => readTray(bytes(whole)), /digit 1: stroke 1: expected points/);
  }
});

test("a point without a time gets one, empty strokes and other fields are left out, and other times are kept", () => {
  const timed = { ...DRAWN, strokes: [[[1, 2, 5], [3, 4, 9]], []], by: "Ada" }; // biome-ignore format: a table
  assert.deepEqual(readTray(file([DRAWN, timed, { ...SMALL, by: "Ada" }])), [
    { ...DRAWN, strokes: [[[60, 60, 0], [200, 60, 8], [120, 230, 16]]] }, // biome-ignore format: a table
    { ...DRAWN, strokes: [[[1, 2, 5], [3, 4, 9]]] }, // biome-ignore format: a table
    SMALL,
  ]);
});

test("a file that a tray has made gives the same digits again", () => {
  const tray = new DigitTray();
  tray.add(...readTray(file([DRAWN, { ...DRAWN, label: "★" }, SMALL])));
  const again = readTray(bytes(tray.toJson()));
  assert.deepEqual(
    again,
    tray.digits.map(({ id: _, ...digit }) => digit),
  );
});

test("a label is one line of 1 to 40 printable characters", () => {
  for (const label of ["7", "★", "🙂".repeat(40), "می‌خواهم", "👩‍🔬", "capital A", "½"]) {
    assert.ok(isLabel(label), label);
  }
  for (const label of [
    "",
    " ",
    "7 ",
    " 7",
    "a  b",
    "a\tb",
    "a\nb",
    "\u00a0",
    "a\u200bb",
    "a\u202eb",
    "\ud800",
    "x".repeat(41),
    7,
    null,
  ]) {
    assert.ok(!isLabel(label), JSON.stringify(label));
  }
});

test("a drawing from another pad is as large as this one, with its pen", () => {
  const small = { label: "1", strokes: [[[1, 2, 0], [3, 4, 8]]], canvas: 28, brush: 2 }; // biome-ignore format: a table
  assert.deepEqual(onPad(/** @type {any} */ (small)), { strokes: [[[10, 20, 0], [30, 40, 8]]], brush: 20 }); // biome-ignore format: a table
});

test("a picture lies in the middle of a larger image, in every channel, and does not fit into a smaller one", () => {
  const picture = pictured("7", Uint8Array.from([255, 0, 51, 102]), 2, 2);
  assert.equal(picture.image, "/wAzZg==");
  const image = imageOf(picture, [3, 4, 3]);
  const plane = [0, 0, 0, 1, 0, 0, 0.2, 0.4, 0, 0, 0, 0].map(Math.fround);
  assert.deepEqual([...(image ?? [])], [...plane, ...plane, ...plane]);
  assert.equal(imageOf(picture, [1, 1, 28]), null);
});

test("what has no ink is blank", () => {
  assert.ok(isBlank({ ...DRAWN, strokes: [] }));
  assert.ok(isBlank(SMALL));
  assert.ok(!isBlank(pictured("7", Uint8Array.from([0, 0, 0, 1]), 2, 2)));
});
