/** Counts from 0 to a last index at a chosen speed; it can be paused, stepped and moved to any index. */

/** @typedef {"slow" | "normal" | "fast"} Speed */

export const SPEEDS = /** @type {Record<Speed, number>} */ ({ slow: 3, normal: 14, fast: 90 }); // steps per second

export class Stepper {
  /** @param {(index: number) => void} onChange called with the current index; also after it has stopped */
  constructor(onChange) {
    this.onChange = onChange;
    this.count = 0;
    this.position = 0; // with its fraction; `index` is the integer part
    /** @type {Speed} */
    this.speed = "normal";
    this.frame = 0;
    this.lastTime = 0;
  }

  get index() {
    return Math.floor(this.position);
  }

  get isPlaying() {
    return this.frame !== 0;
  }

  /** Plays from the current index, or from the start if the end is reached. */
  play() {
    if (this.index >= this.count - 1) {
      this.position = 0;
    }
    this.lastTime = performance.now();
    this.frame = requestAnimationFrame((now) => this.advance(now));
    this.onChange(this.index);
  }

  /** @param {number} now time of the animation frame */
  advance(now) {
    const { index } = this;
    const seconds = Math.max(0, now - this.lastTime) / 1000;
    this.position = Math.min(this.count - 1, this.position + seconds * SPEEDS[this.speed]);
    this.lastTime = now;
    this.frame = this.index < this.count - 1 ? requestAnimationFrame((later) => this.advance(later)) : 0;
    if (this.index !== index || !this.isPlaying) {
      this.onChange(this.index);
    }
  }

  stop() {
    if (this.isPlaying) {
      cancelAnimationFrame(this.frame);
      this.frame = 0;
      this.onChange(this.index);
    }
  }

  /** @param {number} index clamped to the range */
  moveTo(index) {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.position = Math.min(this.count - 1, Math.max(0, index));
    this.onChange(this.index);
  }
}
