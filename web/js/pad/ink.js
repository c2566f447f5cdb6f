/** The drawing: strokes with times, and what can be undone. Pixels are derived from them; nothing else is. */

/** @typedef {[x: number, y: number, time: number]} Point x, y on a pad of 280 × 280; milliseconds since the drawing began */
/** @typedef {Point[]} Stroke */

export const PAD_SIZE = 280;

export class Drawing {
  constructor() {
    /** @type {Stroke[]} */
    this.strokes = [];
    /** @type {Stroke[][]} */
    this.past = [];
    /** @type {Stroke[][]} */
    this.future = [];
    this.startedAt = 0;
    /** @type {Stroke | null} */
    this.begun = null;
  }

  /** The stroke that a pen draws; null once it has been undone or cleared away under the pen. */
  get growing() {
    return this.begun && this.begun === this.strokes.at(-1) ? this.begun : null;
  }

  get isEmpty() {
    return this.strokes.length === 0;
  }

  get canUndo() {
    return this.past.length > 0;
  }

  get canRedo() {
    return this.future.length > 0;
  }

  /**
   * The pen comes down.
   * @param {number} x
   * @param {number} y
   * @param {number} now milliseconds
   */
  begin(x, y, now) {
    this.startedAt = this.isEmpty ? now : this.startedAt;
    this.begun = [this.point(x, y, now)];
    this.change([...this.strokes, this.begun]);
  }

  /**
   * The pen moves on.
   * @param {number} x
   * @param {number} y
   * @param {number} now milliseconds
   */
  extend(x, y, now) {
    this.growing?.push(this.point(x, y, now));
  }

  clear() {
    if (!this.isEmpty) {
      this.change([]);
    }
  }

  /** @param {Stroke[]} strokes */
  replace(strokes) {
    this.change(strokes);
  }

  undo() {
    const before = this.past.pop();
    if (before) {
      this.future.push(this.strokes);
      this.strokes = before;
    }
  }

  redo() {
    const after = this.future.pop();
    if (after) {
      this.past.push(this.strokes);
      this.strokes = after;
    }
  }

  /** @param {Stroke[]} strokes */
  change(strokes) {
    this.past.push(this.strokes);
    this.future = [];
    this.strokes = strokes;
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} now
   * @returns {Point}
   */
  point(x, y, now) {
    return [x, y, now - this.startedAt];
  }

  /**
   * As it crosses to Python.
   * @returns {{ points: Float32Array, lengths: Int32Array }}
   */
  flat() {
    return {
      points: Float32Array.from(this.strokes.flat().flatMap((point) => point.slice(0, 2))),
      lengths: Int32Array.from(this.strokes, (stroke) => stroke.length),
    };
  }
}
