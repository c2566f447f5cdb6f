/**
 * The first paint: a sample digit and what the network makes of it, so that nobody looks at an empty diagram. Python
 * reads it where it is up soon; else frames are played that it made when the site was built.
 */

import { fetchExample, play } from "./example.js";
import { home } from "./files.js";
import { firstPoints } from "./pad/ink.js";

const SOON = 500; // milliseconds; on a quick line Python is up by then

/**
 * @typedef {object} Page
 * @property {Promise<void>} isUp Python is up, and has read what is on the pad
 * @property {boolean} isOpened by a link or somebody who shows something else
 * @property {import("./pad/pad.js").Pad} pad
 * @property {import("./pad/sample-buttons.js").SampleButtons} samples
 * @property {import("./screen.js").Screen} screen
 * @property {() => Promise<void>} read
 */

/**
 * Show the example, unless there is something else to see by then.
 * @param {{ digit: number, data: string, frames: string }} described in build.json
 * @param {() => Page} page as it is now
 */
export async function showExample({ digit, data, frames: picture }, page) {
  const { isUp, pad, samples, screen, read } = page();
  const isElse = () => page().isOpened || !pad.drawing.isEmpty;
  await Promise.race([isUp, new Promise((resolve) => setTimeout(resolve, SOON))]);
  const sample = await samples.find(digit);
  if (!sample || isElse()) {
    return;
  }
  const address = (/** @type {string} */ url) => new URL(url, home).href;
  const found = screen.model ? null : await fetchExample({ data: address(data), frames: address(picture) });
  if (isElse()) {
    return;
  }
  if (!found || screen.model) {
    pad.showExample(sample.strokes);
    read();
    return;
  }
  screen.showModel(found.example.model);
  play(found.frames, (frame) => {
    if (!pad.drawing.isEmpty && !pad.isExample) {
      return false;
    }
    pad.showExample(firstPoints(sample.strokes, frame.points));
    if (screen.shown?.values) {
      read(); // Python is up: it reads what the example shows
    } else {
      screen.show({ ...frame, serial: 0, values: null });
    }
    return true;
  });
}
