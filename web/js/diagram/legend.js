/** A colour legend: the colormap from low to high, with the limits of its range. */

import { texts } from "../i18n/language.js";
import { showImage } from "../ui/canvas.js";
import { make } from "../ui/dom.js";

/** @param {number} value */
export function shortNumber(value) {
  return texts.numbers.short(value);
}

export class Legend {
  /** @param {number[]} colours a colormap: RGBA of 256 colours, flat */
  constructor(colours) {
    this.low = make("span");
    this.high = make("span");
    this.isOwn = false;
    /** @type {[low: number, high: number] | null} */
    this.range = null;
    this.canvas = make("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    this.setColours(colours);
    this.element = make("div", "legend", this.canvas, this.low, this.high);
    this.element.setAttribute("role", "img");
  }

  /** @param {number[]} colours a colormap: RGBA of 256 colours, flat */
  setColours(colours) {
    showImage(this.canvas, new ImageData(new Uint8ClampedArray(colours), 256, 1));
  }

  /** @param {boolean} isOwn whether each map has its own range; then the legend shows the widest of them */
  setOwn(isOwn) {
    if (isOwn !== this.isOwn) {
      this.isOwn = isOwn;
      this.localise();
    }
  }

  /** Render the range again, in the current language. */
  localise() {
    if (this.range) {
      this.show(...this.range);
    }
  }

  /**
   * @param {number} low
   * @param {number} high
   */
  show(low, high) {
    this.range = [low, high];
    const { legend } = texts.scales;
    const [from, to] = [shortNumber(low), shortNumber(high)];
    const numbers = this.isOwn ? [low < 0 ? legend.least : from, legend.most] : [from, to];
    const words = this.isOwn ? legend.own(from, to) : legend.same(from, to);
    if (this.element.ariaLabel !== words || this.high.textContent !== numbers[1]) {
      [this.low.textContent, this.high.textContent] = numbers;
      this.element.ariaLabel = words;
    }
  }
}
