/**
 * Small whole numbers in few bits, and bits as text that a link can carry (base64url, RFC 4648 section 5).
 *
 * A Rice code writes v as its quotient by 2^k, that many ones and a zero, then its remainder in k bits: short for small
 * numbers, and one k for a row of numbers of like size. A quotient that would be too long is written as all ones, and the
 * number follows plainly.
 */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const LONGEST_QUOTIENT = 12;
const PLAIN = 20; // bits

export class BitWriter {
  constructor() {
    /** @type {number[]} */
    this.bits = [];
  }

  /**
   * @param {number} value
   * @param {number} count of bits
   */
  write(value, count) {
    for (let bit = count - 1; bit >= 0; bit--) {
      this.bits.push((value >> bit) & 1);
    }
  }

  /**
   * @param {number} value
   * @param {number} k
   */
  writeRice(value, k) {
    const quotient = value >> k;
    if (quotient >= LONGEST_QUOTIENT) {
      this.write(2 ** LONGEST_QUOTIENT - 1, LONGEST_QUOTIENT);
      this.write(Math.min(value, 2 ** PLAIN - 1), PLAIN);
      return;
    }
    this.write(2 ** (quotient + 1) - 2, quotient + 1);
    this.write(value & (2 ** k - 1), k);
  }

  /**
   * A row of numbers with the k that makes it shortest.
   * @param {number[]} values
   */
  writeRow(values) {
    const lengths = Array.from({ length: 8 }, (_, k) => values.reduce((sum, value) => sum + riceLength(value, k), 0));
    const k = lengths.indexOf(Math.min(...lengths));
    this.write(k, 3);
    for (const value of values) {
      this.writeRice(value, k);
    }
  }

  toString() {
    const padded = [...this.bits, 0, 0, 0, 0, 0];
    const characters = Math.ceil(this.bits.length / 6);
    return Array.from(
      { length: characters },
      (_, at) => ALPHABET[padded.slice(6 * at, 6 * at + 6).reduce((sum, bit) => 2 * sum + bit, 0)],
    ).join("");
  }
}

/**
 * @param {number} value
 * @param {number} k
 */
function riceLength(value, k) {
  const quotient = value >> k;
  return quotient >= LONGEST_QUOTIENT ? LONGEST_QUOTIENT + PLAIN : quotient + 1 + k;
}

export class BitReader {
  /** @param {string} text as BitWriter gives it */
  constructor(text) {
    this.values = Array.from(text, (character) => ALPHABET.indexOf(character));
    if (this.values.includes(-1)) {
      throw new RangeError("a character that is none of base64url");
    }
    this.at = 0;
  }

  /** @param {number} count of bits */
  read(count) {
    let value = 0;
    for (let left = count; left > 0; left--) {
      const six = this.values[Math.floor(this.at / 6)];
      if (six === undefined) {
        throw new RangeError("the end is missing");
      }
      value = 2 * value + ((six >> (5 - (this.at % 6))) & 1);
      this.at += 1;
    }
    return value;
  }

  /** @param {number} k */
  readRice(k) {
    let quotient = 0;
    while (quotient < LONGEST_QUOTIENT && this.read(1) === 1) {
      quotient += 1;
    }
    return quotient === LONGEST_QUOTIENT ? this.read(PLAIN) : quotient * 2 ** k + this.read(k);
  }

  /** @param {number} length */
  readRow(length) {
    const k = this.read(3);
    return Array.from({ length }, () => this.readRice(k));
  }
}
