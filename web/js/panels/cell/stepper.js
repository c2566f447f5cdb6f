/** Plays numbers from 0 to a last one, at a speed; pause, steps and jumps. It knows nothing of what they stand for. */

/** @typedef {"slow" | "normal" | "fast"} Speed */

export const SPEEDS = /** @type {Record<Speed, number>} */ ({ slow: 3, normal: 14, fast: 90 }); // windows in a second

export class Stepper {
  /** @param {(number: number) => void} onChange where it is now; also when it has stopped */
  constructor(onChange) {
    this.onChange = onChange;
    this.count = 0;
    this.exact = 0; // its whole part is the number that is shown
    /** @type {Speed} */
    this.speed = "normal";
    this.frame = 0;
    this.before = 0;
  }

  get number() {
    return Math.floor(this.exact);
  }

  get isPlaying() {
    return this.frame !== 0;
  }

  /** Play on, from the start again where the end is reached. */
  play() {
    if (this.number >= this.count - 1) {
      this.exact = 0;
    }
    this.before = performance.now();
    this.frame = requestAnimationFrame((now) => this.next(now));
    this.onChange(this.number);
  }

  /** @param {number} now */
  next(now) {
    const number = this.number;
    this.exact = Math.min(this.count - 1, this.exact + (Math.max(0, now - this.before) / 1000) * SPEEDS[this.speed]);
    this.before = now;
    this.frame = this.number < this.count - 1 ? requestAnimationFrame((later) => this.next(later)) : 0;
    if (this.number !== number || !this.isPlaying) {
      this.onChange(this.number);
    }
  }

  stop() {
    if (this.isPlaying) {
      cancelAnimationFrame(this.frame);
      this.frame = 0;
      this.onChange(this.number);
    }
  }

  /** @param {number} number */
  jump(number) {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.exact = Math.min(this.count - 1, Math.max(0, number));
    this.onChange(this.number);
  }
}
