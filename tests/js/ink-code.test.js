import assert from "node:assert/strict";
import { test } from "node:test";
import { BitWriter } from "../../web/js/share/bit-stream.js";
import { decodeImage, decodeInk, encodeImage, encodeInk } from "../../web/js/share/ink-code.js";
import { damaged, forSeeds } from "./support/random.js";

/** @import { Stroke } from "../../web/js/protocol/page-state.js" */
/** @import { Random } from "./support/random.js" */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/**
 * Strokes with points off the grid; each rounds to another grid point than the previous one.
 * @param {Random} random
 * @returns {Stroke[]}
 */
function strokesOf(random) {
  let time = 0;
  return Array.from({ length: random.integer(1, 5) }, () => {
    let [x, y] = [random.integer(-50, 330), random.integer(-50, 330)];
    return Array.from({ length: random.integer(1, 30) }, () => {
      x += random.integer(1, 25) * random.pick([-1, 1]);
      y += random.integer(-25, 25);
      time += random.next() * random.pick([8, 40, 2000]);
      return [x + 0.98 * (random.next() - 0.5), y + 0.98 * (random.next() - 0.5), time];
    });
  });
}

/**
 * The decoded text, or null if it is refused with a RangeError.
 * @template T
 * @param {(text: string) => T} decode
 * @param {string} text
 */
function decoded(decode, text) {
  try {
    return decode(text);
  } catch (error) {
    assert.ok(error instanceof RangeError, `${text}: ${error}`);
    return null;
  }
}

/** @param {Stroke[]} strokes */
function isSound(strokes) {
  return strokes.every(
    (stroke) =>
      stroke.length > 0 &&
      stroke.every(
        ([x, y, time]) => Number.isInteger(x + y) && Math.abs(x) <= 2000 && Math.abs(y) <= 2000 && time % 16 === 0,
      ),
  );
}

/** @param {(bits: BitWriter) => void} write */
function written(write) {
  const bits = new BitWriter();
  write(bits);
  return bits.toString();
}

test("a point in the corner is four characters", () => {
  // one stroke: 000 10; of one point: 000 10; x, y and tick of 0, each 000 0
  assert.equal(encodeInk([[[0, 0, 0]]]), "EIAA");
  assert.deepEqual(decodeInk("EIAA"), [[[0, 0, 0]]]);
});

test("a drawing without strokes is decoded to itself", () => {
  assert.equal(encodeInk([]), "AAA"); // 16 zeros
  assert.deepEqual(decodeInk("AAA"), []);
});

test("ink is decoded within half a pad unit and half a tick", () => {
  forSeeds(200, (random) => {
    const strokes = strokesOf(random);
    const back = decodeInk(encodeInk(strokes));
    assert.deepEqual(
      back.map(({ length }) => length),
      strokes.map(({ length }) => length),
    );
    const [points, found] = [strokes.flat(), back.flat()];
    points.forEach(([x, y, time], at) => {
      assert.ok(Math.abs(found[at][0] - x) <= 0.5 && Math.abs(found[at][1] - y) <= 0.5, `point ${at}`);
      assert.ok(Math.abs(found[at][2] - time) <= 8, `time of point ${at}`);
    });
  });
});

test("decoded ink is encoded to the same text", () => {
  forSeeds(50, (random) => {
    const text = encodeInk(strokesOf(random));
    assert.equal(encodeInk(decodeInk(text)), text);
  });
});

test("a resting pen adds no points", () => {
  assert.deepEqual(
    decodeInk(
      encodeInk([
        [
          [10, 10, 0],
          [10.2, 9.8, 16],
          [11, 10, 32],
        ],
      ]),
    ),
    [
      [
        [10, 10, 0],
        [11, 10, 32],
      ],
    ],
  );
});

test("coordinates are clamped to ±2000 pad units", () => {
  const far = decodeInk(encodeInk([[[5000, -1e9, 0]]]));
  assert.deepEqual(far, [[[2000, -2000, 0]]]);
});

test("a pause of more than two hours becomes 2^19 − 1 ticks, and later pauses are kept", () => {
  const pause = (2 ** 19 - 1) * 16; // milliseconds; with its sign it needs the 20 bits of an escaped number
  for (const time of [pause, pause + 16, 3e9, 1.76e12, 1e300]) {
    const strokes = /** @type {Stroke[]} */ ([
      [[10, 10, 0]],
      [
        [20, 10, time],
        [30, 10, time],
      ],
    ]);
    const times = decodeInk(encodeInk(strokes)).flatMap((stroke) => stroke.map(([, , when]) => when));
    assert.deepEqual(times, [0, pause, pause], `a pause of ${time} ms`);
  }
});

test("a clock that goes back by more than two hours goes back by 2^19 − 1 ticks", () => {
  const pause = (2 ** 19 - 1) * 16;
  const times = [0, pause, 2 * pause, 0];
  const strokes = times.map((time, at) => /** @type {Stroke} */ ([[at, 0, time]]));
  const found = decodeInk(encodeInk(strokes)).map(([[, , time]]) => time);
  assert.deepEqual(found, [0, pause, 2 * pause, pause]);
});

test("400 strokes and 40,000 points are encoded, and more are refused", () => {
  const dots = (/** @type {number} */ count) =>
    Array.from({ length: count }, (_, at) => /** @type {Stroke} */ ([[at, 0, 0]]));
  assert.equal(decodeInk(encodeInk(dots(400))).length, 400);
  assert.throws(() => encodeInk(dots(401)), RangeError);
  const line = (/** @type {number} */ count) => [
    Array.from({ length: count }, (_, at) => /** @type {[number, number, number]} */ ([at % 2, 0, 0])),
  ];
  assert.equal(decodeInk(encodeInk(line(40_000)))[0].length, 40_000);
  assert.throws(() => encodeInk(line(40_001)), RangeError);
});

test("a text with too many points, an empty stroke, or a point too far off the pad is refused", () => {
  const refused = /** @type {[string, number[][]][]} */ ([
    ["401 strokes", [[401], new Array(401).fill(1)]],
    ["40,001 points", [[1], [40_001]]],
    ["an empty stroke", [[2], [1, 0], [0], [0], [0]]],
    ["x = 2001", [[1], [1], [4002], [0], [0]]],
    ["y = −2001", [[1], [1], [0], [4001], [0]]],
  ]);
  for (const [claim, rows] of refused) {
    const text = written((bits) => {
      for (const row of rows) bits.writeRow(row);
    });
    assert.throws(() => decodeInk(text), RangeError, claim);
  }
});

test("damaged ink is refused with a RangeError, or decodes to valid ink", () => {
  forSeeds(3, (random) => {
    const text = encodeInk(strokesOf(random));
    for (const version of damaged(text, ALPHABET, random)) {
      assert.ok(isSound(decoded(decodeInk, version) ?? []), version);
    }
  });
});

test("random text is refused with a RangeError, or decodes to valid ink", () => {
  forSeeds(500, (random) => {
    const text = random.text(random.integer(0, 200), random.pick([ALPHABET, "_-98", "ABC", "\0 é&="]));
    assert.ok(isSound(decoded(decodeInk, text) ?? []), text);
  });
});

test("the levels of an image are decoded exactly", () => {
  forSeeds(50, (random) => {
    const levels = Array.from({ length: random.integer(0, 800) }, () =>
      random.pick([0, 0, 255, random.integer(0, 255)]),
    );
    assert.deepEqual(decodeImage(encodeImage(levels)), levels);
  });
});

test("levels below 0 and above 255, and more than 40,000 of them, are refused", () => {
  for (const levels of [[256], [-1], [0, 255, 300], new Array(40_001).fill(0)]) {
    assert.throws(() => decodeImage(encodeImage(levels)), RangeError);
  }
});

test("a damaged image is refused with a RangeError, or decodes to grey levels", () => {
  forSeeds(8, (random) => {
    const text = encodeImage(Array.from({ length: 60 }, () => random.integer(0, 255)));
    for (const version of damaged(text, ALPHABET, random)) {
      const levels = decoded(decodeImage, version) ?? [];
      assert.ok(
        levels.every((level) => Number.isInteger(level) && level >= 0 && level <= 255),
        version,
      );
    }
  });
});
