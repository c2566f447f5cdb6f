/**
 * The first paint: a sample digit and what the network makes of it, so that nobody looks at an empty diagram. Python
 * reads it where it is up soon; else frames are played that it made when the site was built.
 */

import { firstPoints } from "../input/drawing.js";
import { Deferred } from "../lib/deferred.js";
import { home } from "../site-files.js";
import { readsTruePixels } from "../ui/true-pixels.js";
import { fetchExample, play } from "./example-frames.js";

/** @import { Pad } from "../input/pad.js" */
/** @import { SampleButtons } from "../input/sample-buttons.js" */
/** @import { Sample } from "../input/samples.js" */
/** @import { ViewState } from "../view/view-state.js" */

const SOON = 500; // milliseconds; on a quick line Python is up by then

/**
 * @typedef {object} Page
 * @property {() => boolean} isOpened by a link or somebody who shows something else
 * @property {Pad} pad
 * @property {SampleButtons} samples
 * @property {ViewState} screen
 * @property {() => Promise<void>} read
 */

export class FirstPaint {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    /** @type {Sample | null} until it has come, and once it is on the pad */
    this.sample = null;
    this.python = new Deferred();
  }

  /** Whether there is something else to see. */
  get isElse() {
    return this.page.isOpened() || !this.page.pad.drawing.isEmpty;
  }

  /** Python is up: its first reading is that of the sample, if that has come. */
  pythonIsUp() {
    this.python.reach();
    this.putOnPad();
  }

  /** Whether the sample is on the pad now, whole, for Python to read. */
  putOnPad() {
    const { sample, isElse } = this;
    this.sample = null;
    if (sample && !isElse) {
      this.page.pad.showExample(sample.strokes);
      return true;
    }
    return false;
  }

  /**
   * Show the example, unless there is something else to see by then.
   * @param {{ digit: number, data: string, frames: string }} described in build.json
   */
  async show({ digit, data, frames }) {
    const { samples, screen, read } = this.page;
    const sample = await samples.find(digit);
    if (!sample) {
      return;
    }
    this.sample = sample;
    await Promise.race([this.python.reached, new Promise((resolve) => setTimeout(resolve, SOON))]);
    if (!screen.model && !this.isElse && readsTruePixels(new OffscreenCanvas(1, 1))) {
      const address = (/** @type {string} */ url) => new URL(url, home).href;
      const found = await fetchExample({ data: address(data), frames: address(frames) });
      if (!screen.model && !this.isElse) {
        this.playFrames(found, sample);
        return;
      }
    }
    if (this.putOnPad()) {
      read();
    }
  }

  /**
   * @param {Awaited<ReturnType<typeof fetchExample>>} found
   * @param {Sample} sample
   */
  playFrames({ example, frames }, { strokes }) {
    const { pad, screen, read } = this.page;
    this.sample = null;
    screen.showModel(example.model);
    play(frames, (frame) => {
      if (!pad.drawing.isEmpty && !pad.isExample) {
        return false;
      }
      pad.showExample(firstPoints(strokes, frame.points));
      if (screen.shown?.values) {
        read(); // Python is up: it reads what the example shows
      } else {
        screen.show({ ...frame, serial: 0, values: null });
      }
      return true;
    });
  }
}
