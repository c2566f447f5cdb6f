/**
 * Paints many canvases without keeping the page busy: what does not fit into one frame is painted in the next ones. A
 * canvas that waits is painted once, with what was requested for it last; those that have waited longest come first.
 */

const BUDGET = 8; // milliseconds of a frame; the rest is for ink, layout and the browser

export class PaintQueue {
  constructor() {
    /** @type {Map<unknown, () => void>} by canvas */
    this.waiting = new Map();
    this.frame = 0;
  }

  /**
   * @param {unknown} canvas
   * @param {() => void} paint replaces what waits for this canvas
   */
  add(canvas, paint) {
    this.waiting.set(canvas, paint);
  }

  /** Forget what waits. */
  clear() {
    this.waiting.clear();
  }

  /** Paint at once what fits into this frame, unless the next frame goes on with what did not fit into the last one. */
  run() {
    if (!this.frame) {
      this.paint();
    }
  }

  paint() {
    const start = performance.now();
    for (const [canvas, paint] of this.waiting) {
      if (performance.now() - start > BUDGET) {
        break;
      }
      this.waiting.delete(canvas);
      paint();
    }
    this.frame = this.waiting.size > 0 ? requestAnimationFrame(() => this.paint()) : 0;
  }
}
