/**
 * Decodes bytes from text: two of 91 characters hold 13 bits, the lowest first.
 *
 * The characters are printable ASCII without & < and ", so that the text cannot end a script element or an attribute. A
 * byte takes 1.23 characters; in Base64 it would take 1.33. export_tools/site/single_file/base91.py is the encoder.
 */

const BASE = 91;
const BITS = 13;

const VALUES = new Uint8Array(128);
[..."!#$%'()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"].forEach(
  (character, value) => {
    VALUES[character.charCodeAt(0)] = value;
  },
);

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
