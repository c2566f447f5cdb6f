/** A small grid of numbers on coloured cells; a grid too large for numbers becomes a picture. */

import { showImage } from "./canvas.js";
import { css, textOn } from "./colours.js";
import { make, Pool, setText } from "./dom.js";

/** @import { Colour } from "./colours.js" */

/**
 * @typedef {object} GridCell
 * @property {string} text
 * @property {Colour | null} colour null for padding
 * @property {boolean} [isWinner] whether max pooling takes this cell
 */

const MIN_LENGTH = 5; // characters, as in "−0.53": a narrower grid would make the row jump when it grows

export class NumberGrid {
  /** @param {number} maxPrinted number of cells up to which numbers are printed */
  constructor(maxPrinted) {
    this.maxPrinted = maxPrinted;
    this.maxLength = MIN_LENGTH; // characters of the longest number
    this.element = make("div", "numbers");
    this.element.setAttribute("aria-hidden", "true");
    this.pool = new Pool(this.element, () => ({ element: make("span") }));
    this.canvas = make("canvas");
    this.canvas.hidden = true;
    this.element.append(this.canvas);
  }

  /**
   * @param {GridCell[]} cells row by row
   * @param {number} columns
   */
  show(cells, columns) {
    const isPrinted = cells.length <= this.maxPrinted;
    this.element.classList.toggle("picture", !isPrinted);
    this.canvas.hidden = isPrinted;
    this.element.style.setProperty("--columns", String(columns));
    const spans = this.pool.take(isPrinted ? cells.length : 0);
    if (!isPrinted) {
      this.paint(cells, columns);
      return;
    }
    this.maxLength = cells.reduce((most, { text }) => Math.max(most, text.length), MIN_LENGTH);
    this.element.style.setProperty("--own", String(this.maxLength));
    spans.forEach(({ element }, index) => {
      const { text, colour, isWinner = false } = cells[index];
      setText(element, text);
      element.className = colour ? (isWinner ? "winner" : "") : "padding";
      element.style.background = colour ? css(colour) : "";
      element.style.color = colour ? textOn(colour) : "";
    });
  }

  /**
   * Paints one pixel per cell.
   * @param {GridCell[]} cells
   * @param {number} columns
   */
  paint(cells, columns) {
    const picture = new ImageData(columns, cells.length / columns);
    cells.forEach(({ colour }, index) => {
      picture.data.set(colour ? [...colour, 255] : [0, 0, 0, 0], 4 * index);
    });
    showImage(this.canvas, picture);
  }
}
