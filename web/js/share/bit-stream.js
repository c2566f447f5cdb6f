/**
 * Encodes small natural numbers in few bits (Rice coding), and bits as base64url text (RFC 4648, section 5).
 *
 * A Rice code with parameter k consists of the quotient of the number by 2^k in unary (ones and a zero) and the
 * remainder in k bits. It is short for small numbers; numbers of similar size share one k. If the quotient is too long,
 * an escape code of all ones is written, followed by the number in plain binary.
 */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const ESCAPE_LENGTH = 12; // bits; longer quotients are escaped
const PLAIN_LENGTH = 20; // bits of an escaped number

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
    if (quotient >= ESCAPE_LENGTH) {
      this.write(2 ** ESCAPE_LENGTH - 1, ESCAPE_LENGTH);
      this.write(Math.min(value, 2 ** PLAIN_LENGTH - 1), PLAIN_LENGTH);
      return;
    }
    this.write(2 ** (quotient + 1) - 2, quotient + 1);
    this.write(value & (2 ** k - 1), k);
  }

  /**
   * Write a row of numbers with the k that makes it shortest, preceded by k.
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
  return quotient >= ESCAPE_LENGTH ? ESCAPE_LENGTH + PLAIN_LENGTH : quotient + 1 + k;
}

export class BitReader {
  /** @param {string} text as written by BitWriter */
  constructor(text) {
    this.values = Array.from(text, (character) => ALPHABET.indexOf(character));
    if (this.values.includes(-1)) {
      throw new RangeError("expected base64url, found another character");
    }
    this.at = 0;
  }

  /** @param {number} count of bits */
  read(count) {
    let value = 0;
    for (let left = count; left > 0; left--) {
      const six = this.values[Math.floor(this.at / 6)];
      if (six === undefined) {
        throw new RangeError("unexpected end of the text");
      }
      value = 2 * value + ((six >> (5 - (this.at % 6))) & 1);
      this.at += 1;
    }
    return value;
  }

  /** @param {number} k */
  readRice(k) {
    let quotient = 0;
    while (quotient < ESCAPE_LENGTH && this.read(1) === 1) {
      quotient += 1;
    }
    return quotient === ESCAPE_LENGTH ? this.read(PLAIN_LENGTH) : quotient * 2 ** k + this.read(k);
  }

  /** @param {number} length */
  readRow(length) {
    const k = this.read(3);
    return Array.from({ length }, () => this.readRice(k));
  }
}
