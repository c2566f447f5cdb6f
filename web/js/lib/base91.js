/**
 * Bytes as text: each 13 bits, the lowest first, become two of 91 characters, since 91² = 8281 ≥ 2¹³.
 *
 * The characters are printable ASCII without & < and ", so that the text cannot end a script element or an attribute. A
 * byte takes 1.23 characters; in Base64 it would take 1.33.
 */

const BASE = 91;
const BITS = 13;
const MASK = 2 ** BITS - 1;

const CHARACTERS = Uint8Array.from(
  "!#$%'()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~",
  (character) => character.charCodeAt(0),
);
const VALUES = new Uint8Array(128);
CHARACTERS.forEach((code, value) => {
  VALUES[code] = value;
});

/** The number of bytes after which bits and characters meet, so that parts of this length can be encoded one by one. */
export const WHOLE = 13;

/**
 * The text of some bytes, as the bytes of its characters. It does not contain their number, which the decoder needs.
 * @param {Uint8Array} bytes
 */
export function encode(bytes) {
  const text = new Uint8Array(2 * Math.ceil((8 * bytes.length) / BITS));
  let bits = 0;
  let count = 0;
  let at = 0;
  const add = (/** @type {number} */ value) => {
    text[at++] = CHARACTERS[Math.trunc(value / BASE)];
    text[at++] = CHARACTERS[value % BASE];
  };
  for (const byte of bytes) {
    bits |= byte << count;
    count += 8;
    if (count >= BITS) {
      add(bits & MASK);
      bits >>>= BITS;
      count -= BITS;
    }
  }
  if (count > 0) {
    add(bits);
  }
  return text;
}

/**
 * @param {string} text
 * @param {number} length number of bytes
 */
export function decode(text, length) {
  const bytes = new Uint8Array(length);
  let bits = 0;
  let count = 0;
  let at = 0;
  for (let next = 0; at < length; next += 2) {
    bits |= (VALUES[text.charCodeAt(next)] * BASE + VALUES[text.charCodeAt(next + 1)]) << count;
    for (count += BITS; count >= 8 && at < length; count -= 8) {
      bytes[at++] = bits;
      bits >>>= 8;
    }
  }
  return bytes;
}
