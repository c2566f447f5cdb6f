import assert from "node:assert/strict";
import { test } from "node:test";
import { print, printOne, printSigned, round, roundTogether, scaleFor } from "../../web/js/i18n/number-format.js";
import { forSeeds } from "./support/random.js";

const HUNDREDTHS = { power: 0, decimals: 2 };

/** @param {number[]} numbers */
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

test("numbers printed together get three or four digits of the largest", () => {
  const expected = /** @type {[number[], { power: number, decimals: number }][]} */ ([
    [[1.234, -0.5], { power: 0, decimals: 2 }],
    [[-12.34], { power: 0, decimals: 2 }],
    [[123.4], { power: 0, decimals: 1 }],
    [[1234, 1], { power: 0, decimals: 0 }],
    [[999_999], { power: 0, decimals: 0 }],
    [[0.25], { power: 0, decimals: 3 }],
    [[0.00123], { power: 0, decimals: 5 }],
    [[0, 0], { power: 0, decimals: 2 }],
    [[], { power: 0, decimals: 2 }],
  ]);
  for (const [numbers, scale] of expected) {
    assert.deepEqual(scaleFor(numbers), scale, `${numbers}`);
  }
});

test("numbers below 0.001 and from 1,000,000 are printed with an exponent", () => {
  assert.deepEqual(scaleFor([0.00045]), { power: -4, decimals: 2 });
  assert.deepEqual(scaleFor([-2.5e7, 3]), { power: 7, decimals: 2 });
  assert.equal(printOne(0.000456, { power: -4, decimals: 2 }), "4.56e−4");
  assert.equal(printOne(-2.5e7, { power: 7, decimals: 2 }), "−2.50e7");
});

test("a number is rounded to units of the last digit, and zero has no sign", () => {
  assert.equal(round(1.234, HUNDREDTHS), 123);
  assert.equal(round(-1.236, HUNDREDTHS), -124);
  assert.ok(Object.is(round(-0.001, HUNDREDTHS), 0));
});

test("if separate rounding gives too little, the parts with the largest remainder are raised", () => {
  // 0.444 + 0.4442 + 0.1118 = 1: each cut to 0.44 + 0.44 + 0.11 = 0.99
  assert.deepEqual(roundTogether([0.444, 0.4442, 0.1118], 100, HUNDREDTHS), [44, 45, 11]);
  assert.deepEqual(roundTogether([1 / 3, 1 / 3, 1 / 3], 100, HUNDREDTHS), [34, 33, 33]);
});

test("if separate rounding gives too much, the parts that were raised most are lowered", () => {
  // 0.336 + 0.3355 + 0.3285 = 1: rounded 0.34 + 0.34 + 0.33 = 1.01
  assert.deepEqual(roundTogether([0.336, 0.3355, 0.3285], 100, HUNDREDTHS), [34, 33, 33]);
});

test("exact zeros stay 0 even if the total requires more", () => {
  assert.deepEqual(roundTogether([0, 1 / 3, 0, 1 / 3, 1 / 3], 100, HUNDREDTHS), [0, 34, 0, 33, 33]);
  assert.deepEqual(roundTogether([0, 0], 5, HUNDREDTHS), [0, 0]);
  assert.deepEqual(roundTogether([], 0, HUNDREDTHS), []);
});

test("rounded parts add up to the rounded sum, and each changes by less than one unit of the last digit", () => {
  forSeeds(2000, (random) => {
    const size = 10 ** random.integer(-7, 8);
    const parts = Array.from({ length: random.integer(1, 30) }, () =>
      random.pick([0, size * (random.next() - 0.5), size * random.next() * 1e-3]),
    );
    const scale = scaleFor([...parts, sum(parts)]);
    const total = round(sum(parts), scale);
    const rounded = roundTogether(parts, total, scale);
    assert.equal(sum(rounded), total);
    const unit = 10 ** (scale.power - scale.decimals);
    parts.forEach((part, at) => {
      assert.ok(Math.abs(rounded[at] * unit - part) < unit * (1 + 1e-9), `part ${at}: ${part} → ${rounded[at]}`);
      assert.ok(part !== 0 || rounded[at] === 0);
    });
  });
});

test("numbers are printed with a minus sign (−) and all decimals", () => {
  assert.equal(print(-1230, HUNDREDTHS), "−12.30");
  assert.equal(printSigned(5, HUNDREDTHS), "+0.05");
  assert.equal(printSigned(0, HUNDREDTHS), "+0.00");
  assert.equal(printSigned(-5, HUNDREDTHS), "−0.05");
});
