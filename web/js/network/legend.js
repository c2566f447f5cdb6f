/** A colour legend: the table from low to high, with the numbers at its ends. */

import { texts } from "../texts/language.js";

/** @param {number} value */
export function shortNumber(value) {
  return texts.numbers.short(value);
}

export class Legend {
  /** @param {number[]} colours RGBA of 256 colours, flat */
  constructor(colours) {
    this.element = document.createElement("div");
    this.element.className = "legend";
    this.low = document.createElement("span");
    this.high = document.createElement("span");
    const canvas = document.createElement("canvas");
    canvas.width = 256;
    canvas.height = 1;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.putImageData(new ImageData(new Uint8ClampedArray(colours), 256, 1), 0, 0);
    canvas.setAttribute("aria-hidden", "true");
    this.element.append(canvas, this.low, this.high);
  }

  /**
   * @param {number} low
   * @param {number} high
   */
  show(low, high) {
    const texts = [shortNumber(low), shortNumber(high)];
    if (this.low.textContent !== texts[0] || this.high.textContent !== texts[1]) {
      [this.low.textContent, this.high.textContent] = texts;
    }
  }
}
