/** A small grid of numbers on the colours that they have; without the numbers where it is too large to print them. */

import { showImage } from "../../ui/canvas.js";
import { make, Pool, setText } from "../../ui/dom.js";
import { css, textOn } from "./cell-colours.js";

/** @import { Colour } from "./cell-colours.js" */

/**
 * @typedef {object} GridCell
 * @property {string} text
 * @property {Colour | null} colour null for padding
 * @property {boolean} [isWinner]
 */

const SHORTEST = 5; // characters: "−0.53"; a grid that grew and shrank would make the row jump

export class NumberGrid {
  /** @param {number} mostPrinted larger grids are pictures */
  constructor(mostPrinted) {
    this.mostPrinted = mostPrinted;
    this.longest = SHORTEST; // characters
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
    const isPrinted = cells.length <= this.mostPrinted;
    this.element.classList.toggle("picture", !isPrinted);
    this.canvas.hidden = isPrinted;
    this.element.style.setProperty("--columns", String(columns));
    const spans = this.pool.take(isPrinted ? cells.length : 0);
    if (!isPrinted) {
      this.paint(cells, columns);
      return;
    }
    this.longest = cells.reduce((most, { text }) => Math.max(most, text.length), SHORTEST);
    this.element.style.setProperty("--own", String(this.longest));
    spans.forEach(({ element }, number) => {
      const { text, colour, isWinner = false } = cells[number];
      setText(element, text);
      element.className = colour ? (isWinner ? "winner" : "") : "padding";
      element.style.background = colour ? css(colour) : "";
      element.style.color = colour ? textOn(colour) : "";
    });
  }

  /**
   * One pixel a cell.
   * @param {GridCell[]} cells
   * @param {number} columns
   */
  paint(cells, columns) {
    const picture = new ImageData(columns, cells.length / columns);
    cells.forEach(({ colour }, number) => {
      picture.data.set(colour ? [...colour, 255] : [0, 0, 0, 0], 4 * number);
    });
    showImage(this.canvas, picture);
  }
}
