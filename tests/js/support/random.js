/** Random test data that is the same in every run. */

export class Random {
  /** @param {number} seed */
  constructor(seed) {
    this.state = seed >>> 0;
  }

  /** A number in [0, 1), by mulberry32. */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /**
   * A whole number from low to high, both included.
   * @param {number} low
   * @param {number} high
   */
  integer(low, high) {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /**
   * @template T
   * @param {ArrayLike<T>} choices
   * @returns {T}
   */
  pick(choices) {
    return choices[this.integer(0, choices.length - 1)];
  }

  /**
   * @param {number} length
   * @param {string} alphabet
   */
  text(length, alphabet) {
    return Array.from({ length }, () => this.pick(alphabet)).join("");
  }
}

/**
 * Check a property with the seeds 1 … count; a failure names its seed.
 * @param {number} count
 * @param {(random: Random) => void} property
 */
export function forSeeds(count, property) {
  for (let seed = 1; seed <= count; seed += 1) {
    try {
      property(new Random(seed));
    } catch (error) {
      throw new Error(`seed ${seed}: ${/** @type {Error} */ (error).message}`, { cause: error });
    }
  }
}

/**
 * Damaged versions of a text: every beginning of it, and the text with one character changed, at every place.
 * @param {string} text
 * @param {string} alphabet that changed characters are taken from
 * @param {Random} random
 */
export function* damaged(text, alphabet, random) {
  for (let at = 0; at < text.length; at += 1) {
    yield text.slice(0, at);
    const changed = text.slice(0, at) + random.pick(alphabet) + text.slice(at + 1);
    if (changed !== text) {
      yield changed;
    }
  }
}
