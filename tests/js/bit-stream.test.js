import assert from "node:assert/strict";
import { test } from "node:test";
import { BitReader, BitWriter } from "../../web/js/share/bit-stream.js";
import { forSeeds } from "./support/random.js";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"; // RFC 4648, table 2
const LARGEST = 2 ** 20 - 1;

/** @param {(writer: BitWriter) => void} write */
function written(write) {
  const writer = new BitWriter();
  write(writer);
  return writer.toString();
}

test("six bits are one character of base64url, and the last one is padded with zeros", () => {
  assert.equal(
    written((bits) => bits.write(0b000000_111111_111110, 18)),
    "A_-",
  );
  assert.equal(
    written((bits) => bits.write(0b101, 3)),
    "o",
  ); // 101000 is 40
  assert.equal(
    written(() => {}),
    "",
  );
});

test("a Rice code is the quotient in ones, a zero, and the remainder in k bits", () => {
  assert.equal(
    written((bits) => bits.writeRice(9, 2)),
    "y",
  ); // 9 = 2·4 + 1: 110 01, padded 110010 = 50
});

test("a number with a quotient of 12 or more is 12 ones and 20 plain bits", () => {
  assert.equal(
    written((bits) => bits.writeRice(12, 0)),
    "__AADA",
  );
});

test("a row is written with the k that gives the shortest code", () => {
  assert.equal(
    written((bits) => bits.writeRow([1, 1, 1])),
    "FQ",
  ); // k = 0: 000 10 10 10
  assert.equal(
    written((bits) => bits.writeRow([5, 5])),
    "O6",
  ); // k = 1: 001 1101 1101
});

test("rows of integers below 2^20 are decoded exactly", () => {
  forSeeds(200, (random) => {
    const rows = Array.from({ length: random.integer(1, 4) }, () => {
      const largest = 2 ** random.integer(0, 20) - 1;
      return Array.from({ length: random.integer(0, 40) }, () => random.integer(0, largest));
    });
    const text = written((bits) => {
      for (const row of rows) bits.writeRow(row);
    });
    const reader = new BitReader(text);
    assert.deepEqual(
      rows.map(({ length }) => reader.readRow(length)),
      rows,
    );
  });
});

test("the largest number is decoded exactly with every k", () => {
  for (let k = 0; k < 8; k += 1) {
    assert.equal(new BitReader(written((bits) => bits.writeRice(LARGEST, k))).readRice(k), LARGEST);
  }
});

test("a character that is not base64url, and a truncated text, are refused", () => {
  assert.throws(() => new BitReader("AB+D"), RangeError);
  assert.throws(() => new BitReader("AB=="), RangeError);
  assert.throws(() => new BitReader("é"), RangeError);
  const reader = new BitReader("A_");
  assert.equal(reader.read(12), 63);
  assert.throws(() => reader.read(1), RangeError);
});

test("random text gives numbers in range or a RangeError", () => {
  forSeeds(300, (random) => {
    const reader = new BitReader(random.text(random.integer(0, 60), ALPHABET));
    try {
      const row = reader.readRow(random.integer(0, 50));
      assert.ok(row.every((value) => Number.isInteger(value) && value >= 0 && value <= LARGEST));
    } catch (error) {
      assert.ok(error instanceof RangeError, String(error));
    }
  });
});
