/** The drawing as a recording: the time at which each point is played. Long pauses are shortened. */

/** @import { Stroke } from "../../protocol/page-state.js" */

const MAX_PAUSE = 250; // milliseconds between two points

export class Recording {
  /** @param {Stroke[]} strokes */
  constructor(strokes) {
    const times = strokes.flat().map(([, , time]) => time);
    let now = 0;
    /** @type {number[]} when each point is played, in milliseconds from the start */
    this.times = times.map((time, index) => {
      const pause = index > 0 ? time - times[index - 1] : 0;
      now += Math.min(Math.max(pause, 0), MAX_PAUSE); // a negative pause (the clock was set back) counts as none
      return now;
    });
  }

  /** Milliseconds from the first point to the last. */
  get duration() {
    return this.times.at(-1) ?? 0;
  }

  /**
   * The number of points that have been played at a time.
   * @param {number} time in milliseconds from the start
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
   * The time at which the last of the first `points` points is played.
   * @param {number | null} points null for all
   */
  timeOf(points) {
    return points === null ? this.duration : (this.times[Math.max(points, 1) - 1] ?? this.duration);
  }

  /**
   * Frames at equal intervals from the first point to the last, without those that add no point.
   * @param {number} maxCount
   * @returns {{ time: number, points: number }[]}
   */
  frames(maxCount) {
    const frames = Array.from({ length: maxCount }, (_, index) => {
      const time = (this.duration * index) / Math.max(maxCount - 1, 1);
      return { time, points: index === maxCount - 1 ? this.times.length : this.pointsAt(time) };
    });
    return frames.filter(({ points }, index) => index === 0 || points > frames[index - 1].points);
  }
}
