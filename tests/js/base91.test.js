import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode, WHOLE } from "../../web/js/lib/base91.js";
import { forSeeds } from "./support/random.js";

// printable ASCII without & < and "
const ALPHABET = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at)).filter(
  (at) => !'&<"'.includes(at),
);

/**
 * Encodes bytes as one large little-endian integer, of which every 13 bits become two digits.
 * @param {Uint8Array} bytes
 */
function slowly(bytes) {
  const whole = bytes.reduceRight((sum, byte) => 256n * sum + BigInt(byte), 0n);
  const groups = Math.ceil((8 * bytes.length) / 13);
  return Array.from({ length: groups }, (_, group) => {
    const value = Number((whole >> BigInt(13 * group)) & 8191n);
    return ALPHABET[Math.floor(value / 91)] + ALPHABET[value % 91];
  }).join("");
}

test("there are 91 characters", () => {
  assert.equal(ALPHABET.length, 91);
});

test("a byte is two characters: 255 = 2 · 91 + 73", () => {
  assert.equal(ALPHABET[2] + ALPHABET[73], "$m");
  assert.deepEqual([...decode("$m", 1)], [255]);
  assert.deepEqual([...decode("!!!!", 2)], [0, 0]);
});

test("13 bits are two characters, the lowest first", () => {
  // 8191 = 90 · 91 + 1, then the upper three bits of the second byte: 7
  assert.deepEqual([...decode(`~#!${ALPHABET[7]}`, 2)], [255, 255]);
});

test("any bytes are decoded to themselves", () => {
  forSeeds(300, (random) => {
    const bytes = Uint8Array.from({ length: random.integer(0, 80) }, () =>
      random.pick([0, 255, random.integer(0, 255)]),
    );
    assert.deepEqual(decode(slowly(bytes), bytes.length), bytes);
  });
});

test("bytes are encoded as the large integer is, also in parts", () => {
  const textOf = (/** @type {Uint8Array} */ bytes) => String.fromCharCode(...encode(bytes));
  forSeeds(300, (random) => {
    const bytes = Uint8Array.from({ length: random.integer(0, 80) }, () => random.integer(0, 255));
    const [head, tail] = [bytes.slice(0, 2 * WHOLE), bytes.slice(2 * WHOLE)];
    assert.equal(textOf(bytes), slowly(bytes));
    assert.equal(textOf(head) + textOf(tail), slowly(bytes));
  });
});

test("a byte takes 16/13 of a character, and none that HTML escapes", () => {
  for (const length of [1, 12, 13, 14, 300]) {
    const text = encode(Uint8Array.from({ length }, (_, at) => (at * 89) % 256));
    assert.equal(text.length, 2 * Math.ceil((8 * length) / 13));
    assert.ok([...text].every((code) => code > 32 && code < 127 && !'&<"'.includes(String.fromCharCode(code))));
  }
});
