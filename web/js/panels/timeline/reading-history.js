/** The probabilities of the readings that were made while somebody drew, for the picture on the tab of the timeline. */

import { indexOfLargest } from "../../lib/argsort.js";
import { ACCENT, HEIGHT, QUIET, WIDTH } from "../../ui/small-picture.js";

/** @import { SmallPicture } from "../../ui/small-picture.js" */

const MARGIN = 6;
const MOST = 500; // readings

export class ReadingHistory {
  constructor() {
    /** @type {{ points: number, probabilities: ArrayLike<number> }[]} by the number of points on the pad */
    this.readings = [];
  }

  /**
   * @param {number} points on the pad; fewer than before: something was undone, or a moment of the drawing is looked at
   * @param {ArrayLike<number>} probabilities
   */
  add(points, probabilities) {
    const isOther = probabilities.length !== this.readings[0]?.probabilities.length;
    const kept = isOther ? [] : this.readings.filter((reading) => reading.points < points);
    this.readings = points === 0 ? [] : [...kept.slice(-MOST), { points, probabilities }];
  }

  /** @param {SmallPicture} picture */
  paint(picture) {
    const { readings } = this;
    const last = readings.at(-1);
    picture.clear();
    if (!last) {
      return;
    }
    const final = indexOfLargest(last.probabilities);
    const labels = Array.from(last.probabilities, (_, label) => label).filter((label) => label !== final);
    for (const label of [...labels, final]) {
      const points = readings.map(({ points, probabilities }) => at(points / last.points, probabilities[label]));
      const before = at(0, readings[0].probabilities[label]);
      picture.line([before, ...points], label === final ? ACCENT : QUIET, label === final ? 2 : 0.8);
    }
  }
}

/**
 * @param {number} time 0 … 1
 * @param {number} probability
 * @returns {[x: number, y: number]}
 */
const at = (time, probability) => [
  MARGIN + time * (WIDTH - 2 * MARGIN),
  HEIGHT - MARGIN - (probability || 0) * (HEIGHT - 2 * MARGIN),
];
