/** The drawing: strokes with times, and the history for undo and redo. All pixels are derived from the strokes. */

/** @import { Point, Stroke } from "../protocol/page-state.js" */

export const PAD_SIZE = 280;

const PAUSE = 300; // milliseconds between the existing strokes and one that is added to them later

/**
 * The first points of some strokes.
 * @param {Stroke[]} strokes
 * @param {number} count
 */
export function firstPoints(strokes, count) {
  let left = count;
  return strokes
    .map((stroke) => {
      const taken = stroke.slice(0, Math.max(left, 0));
      left -= stroke.length;
      return taken;
    })
    .filter((stroke) => stroke.length > 0);
}

/**
 * Strokes in the format that Python receives.
 * @param {Stroke[]} strokes
 * @returns {{ points: Float32Array, lengths: Int32Array }}
 */
export function flatten(strokes) {
  return {
    points: Float32Array.from(strokes.flat().flatMap((point) => point.slice(0, 2))),
    lengths: Int32Array.from(strokes, (stroke) => stroke.length),
  };
}

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
    /** @type {number | null} number of points that are visible; null for all */
    this.upTo = null;
  }

  /** The visible strokes: all, unless the timeline shows an earlier moment. */
  get shown() {
    return this.upTo === null ? this.strokes : firstPoints(this.strokes, this.upTo);
  }

  /** The stroke that is being drawn; null once it has been undone or cleared. */
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
   * Begin a stroke.
   * @param {number} x
   * @param {number} y
   * @param {number} now milliseconds
   */
  begin(x, y, now) {
    const last = this.strokes.at(-1)?.at(-1);
    if (!last) {
      this.startedAt = now;
    } else if (!this.growing) {
      this.startedAt = now - last[2] - PAUSE; // strokes of a sample, of a link or of an undone drawing have another start time
    }
    this.begun = [this.point(x, y, now)];
    this.change([...this.strokes, this.begun]);
  }

  /**
   * Extend the stroke that is being drawn.
   * @param {number} x
   * @param {number} y
   * @param {number} now milliseconds
   */
  extend(x, y, now) {
    const stroke = this.growing;
    const before = stroke?.at(-1)?.[2] ?? 0; // coalesced events can be older than the previous one
    stroke?.push(this.point(x, y, Math.max(now, this.startedAt + before)));
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
    this.upTo = null;
    const before = this.past.pop();
    if (before) {
      this.future.push(this.strokes);
      this.strokes = before;
    }
  }

  redo() {
    this.upTo = null;
    const after = this.future.pop();
    if (after) {
      this.past.push(this.strokes);
      this.strokes = after;
    }
  }

  /** @param {Stroke[]} strokes */
  change(strokes) {
    this.upTo = null;
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
}
