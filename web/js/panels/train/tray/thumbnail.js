/** A digit as a small picture, painted with the pad's own brush. */

import { Brush } from "../../../input/brush.js";
import { pixelsOf } from "../../../input/pad-picture.js";
import { showImage } from "../../../ui/canvas.js";
import { make } from "../../../ui/dom.js";
import { imageOf, onPad } from "./tray-digit.js";

/** @import { OwnDigit } from "./digit-tray.js" */

const SIDE = 44; // pixels on the page
const FINEST = 2; // pixels of the screen for each

export class Thumbnail {
  /** @param {OwnDigit} digit */
  constructor(digit) {
    this.digit = digit;
    const canvas = make("canvas");
    canvas.setAttribute("aria-hidden", "true");
    this.button = make("button", "", canvas);
    this.button.type = "button";
    this.button.tabIndex = -1;
    this.button.dataset.digit = digit.id;
    this.element = make("span", "", this.button);
    this.element.setAttribute("role", "gridcell");
    paint(canvas, digit);
  }

  /**
   * @param {string} name
   * @param {boolean} isChosen
   */
  show(name, isChosen) {
    this.button.setAttribute("aria-label", name);
    this.element.setAttribute("aria-selected", String(isChosen));
  }
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {OwnDigit} digit
 */
function paint(canvas, digit) {
  if ("image" in digit) {
    const shape = [1, digit.height, digit.width];
    showImage(canvas, pixelsOf(/** @type {Float32Array} */ (imageOf(digit, shape)), shape));
    return;
  }
  const { strokes, brush: size } = onPad(digit);
  const brush = new Brush(canvas);
  brush.resize(SIDE * Math.min(Math.ceil(devicePixelRatio), FINEST));
  brush.size = size;
  brush.repaint(strokes);
}
