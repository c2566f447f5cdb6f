/**
 * The first paint: a sample digit and how the network reads it, so that nobody sees an empty diagram. If Python is up
 * soon, it reads the sample; otherwise the page plays frames that Python made when the site was built.
 */

import { firstPoints } from "../input/drawing.js";
import { Deferred } from "../lib/deferred.js";
import { home } from "../site-files.js";
import { readsTruePixels } from "../ui/true-pixels.js";
import { fetchExample, play } from "./example-frames.js";

/** @import { Sample } from "../input/samples.js" */
/** @import { App } from "./app.js" */

const SOON = 500; // milliseconds; on a fast connection Python is up by then

export class FirstPaint {
  /** @param {Pick<App, "opener" | "opening" | "pad" | "samples" | "view" | "reader">} app */
  constructor({ opener, opening, pad, samples, view, reader }) {
    this.opener = opener;
    this.opening = opening;
    this.pad = pad;
    this.samples = samples;
    this.view = view;
    this.reader = reader;
    /** @type {Sample | null} from its arrival until it is on the pad */
    this.sample = null;
    this.python = new Deferred();
  }

  /** Whether the example is not wanted: the URL, a reload or a person shows something else. */
  get isSuperseded() {
    return this.opener.isOpened || this.opener.isRestored || !this.pad.drawing.isEmpty;
  }

  /** Python is up: if the sample has arrived, Python's first reading is that of the sample. */
  pythonIsUp() {
    this.python.resolve();
    this.putOnPad();
  }

  /** @returns {boolean} whether the whole sample is on the pad now, for Python to read */
  putOnPad() {
    const { sample, isSuperseded } = this;
    this.sample = null;
    if (sample && !isSuperseded) {
      this.pad.showExample(sample.strokes);
      this.opening.draw(sample.strokes);
      return true;
    }
    return false;
  }

  /**
   * Show the example, unless there is something else to see by then.
   * @param {{ digit: number, data: string, frames: string }} example in build.json
   */
  async show({ digit, data, frames }) {
    const sample = await this.samples.find(digit);
    if (!sample) {
      return;
    }
    this.sample = sample;
    const fetching = this.fetchFrames(data, frames);
    fetching?.catch(() => {}); // reported where it is awaited
    await Promise.race([this.python.promise, new Promise((resolve) => setTimeout(resolve, SOON))]);
    const fetched = this.canPlay() ? await fetching : null;
    if (fetched && this.canPlay()) {
      this.playFrames(fetched, sample);
      return;
    }
    if (this.putOnPad()) {
      this.reader.read();
    }
  }

  /**
   * Fetch the frames at once, before what Python needs takes the line; null if they cannot be shown.
   * @param {string} data in build.json
   * @param {string} frames in build.json
   */
  fetchFrames(data, frames) {
    const url = (/** @type {string} */ path) => new URL(path, home).href;
    const isPossible = this.canPlay() && readsTruePixels(new OffscreenCanvas(1, 1));
    return isPossible ? fetchExample({ data: url(data), frames: url(frames) }) : null;
  }

  /** Whether there is neither a model from Python yet nor something else to see. */
  canPlay() {
    return !this.view.model && !this.isSuperseded;
  }

  /**
   * @param {Awaited<ReturnType<typeof fetchExample>>} fetched
   * @param {Sample} sample
   */
  playFrames({ example, frames }, { strokes }) {
    const { opening, pad, view, reader } = this;
    this.sample = null;
    view.showModel(example.model);
    play(frames, (frame) => {
      if (!pad.drawing.isEmpty && !pad.isExample) {
        return false;
      }
      pad.showExample(firstPoints(strokes, frame.points));
      if (view.reading?.values) {
        reader.read(); // Python is up: it reads what the example shows
      } else {
        view.show({ ...frame, serial: 0, values: null });
      }
      if (frames.length === 1) {
        opening.draw(strokes);
      } else if (frame === frames.at(-1)) {
        opening.finish();
      }
      return true;
    });
  }
}
