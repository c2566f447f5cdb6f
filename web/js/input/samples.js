/** Sample digits that draw themselves, stroke by stroke, in their original speed. */

import { fetchJson } from "../host/fetch-file.js";

/** @import { Stroke } from "../protocol/page-state.js" */
/** @import { Pad } from "./pad.js" */

/** @typedef {{ label: number, strokes: Stroke[] }} Sample */

/**
 * @param {string} url of digits.json
 * @returns {Promise<Sample[]>}
 */
export async function fetchSamples(url) {
  return (await fetchJson(url)).digits;
}

/**
 * The part of a sample that has been drawn after `elapsed` milliseconds.
 * @param {Sample} sample
 * @param {number} elapsed
 * @returns {Stroke[]}
 */
function drawnAfter(sample, elapsed) {
  return sample.strokes
    .map((stroke) => stroke.filter(([, , time]) => time <= elapsed))
    .filter((stroke) => stroke.length > 0);
}

/** Plays one sample at a time. */
export class SamplePlayer {
  /** @param {Pad} pad */
  constructor(pad) {
    this.pad = pad;
    this.frame = 0;
  }

  /**
   * @param {Sample} sample
   * @returns {Promise<void>} resolves when it is drawn, or stopped
   */
  play(sample) {
    this.stop();
    const end = Math.max(...sample.strokes.flat().map(([, , time]) => time));
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.pad.showStrokes(sample.strokes);
      return Promise.resolve();
    }
    const start = performance.now();
    return new Promise((resolve) => {
      this.resolve = resolve;
      const step = () => {
        const elapsed = performance.now() - start;
        this.pad.showStrokes(elapsed >= end ? sample.strokes : drawnAfter(sample, elapsed));
        if (elapsed < end) {
          this.frame = requestAnimationFrame(step);
        } else {
          this.stop();
        }
      };
      step();
    });
  }

  stop() {
    cancelAnimationFrame(this.frame);
    this.resolve?.();
    this.resolve = undefined;
  }
}
