/** The drawing as a recording: when each point is played, with long waits made short. */

/** @import { Stroke } from "../../protocol/page-state.js" */

const LONGEST_WAIT = 250; // milliseconds; nobody wants to watch a pen that is in the air

export class Recording {
  /** @param {Stroke[]} strokes */
  constructor(strokes) {
    const times = strokes.flat().map(([, , time]) => time);
    let now = 0;
    /** @type {number[]} when each point is played, in milliseconds from the beginning */
    this.times = times.map((time, number) => {
      const wait = number > 0 ? time - times[number - 1] : 0;
      now += Math.min(Math.max(wait, 0), LONGEST_WAIT); // a clock that goes back counts as no time
      return now;
    });
  }

  /** Milliseconds from the first point to the last. */
  get duration() {
    return this.times.at(-1) ?? 0;
  }

  /**
   * How many points are there after some milliseconds.
   * @param {number} time
   */
  pointsAt(time) {
    let [low, high] = [0, this.times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.times[middle] <= time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * When the point with that number is played.
   * @param {number | null} points how many are there; null for all
   */
  timeOf(points) {
    return points === null ? this.duration : (this.times[Math.max(points, 1) - 1] ?? this.duration);
  }

  /**
   * Moments at equal distances from the first point to the last, those left out that bring no new point.
   * @param {number} most
   * @returns {{ time: number, points: number }[]}
   */
  moments(most) {
    const found = Array.from({ length: most }, (_, number) => {
      const time = (this.duration * number) / Math.max(most - 1, 1);
      return { time, points: number === most - 1 ? this.times.length : this.pointsAt(time) };
    });
    return found.filter(({ points }, number) => number === 0 || points > found[number - 1].points);
  }
}
