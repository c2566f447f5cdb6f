/** A map on a canvas, with a marked part that the reader moves with the pointer or the arrow keys. */

import { showImage } from "../../ui/canvas.js";
import { entryIn } from "../../ui/colours.js";
import { make } from "../../ui/dom.js";

/** @typedef {{ top: number, left: number, height: number, width: number }} Part in cells; it may reach beyond the map */

/** @type {Record<string, [down: number, right: number]>} */
const KEYS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * @param {ArrayLike<number>} values of one map
 * @param {number} width
 * @param {ArrayLike<number>} table a colormap, RGBA
 * @param {[low: number, high: number]} range that the colours span
 */
export function picture(values, width, table, [low, high]) {
  const image = new ImageData(width, values.length / width);
  const { data } = image;
  for (let index = 0; index < values.length; index += 1) {
    const start = entryIn(values[index], low, high);
    data[4 * index] = table[start];
    data[4 * index + 1] = table[start + 1];
    data[4 * index + 2] = table[start + 2];
    data[4 * index + 3] = 255;
  }
  return image;
}

/**
 * The range of a stage's colours: from 0 to its largest value, or as far to both sides of 0.
 * @param {ArrayLike<number>} values
 * @param {string} colormap
 * @returns {[low: number, high: number]}
 */
export function rangeOf(values, colormap) {
  if (colormap === "grey") {
    return [0, 1];
  }
  let high = 0;
  for (let index = 0; index < values.length; index += 1) {
    const size = colormap === "diverging" ? Math.abs(values[index]) : values[index];
    high = size > high && size < Number.POSITIVE_INFINITY ? size : high;
  }
  return [colormap === "diverging" ? -high : 0, high];
}

export class MapCanvas {
  /** @param {((row: number, column: number) => void) | null} onMove called with the cell that the reader points at */
  constructor(onMove = null) {
    this.canvas = make("canvas");
    this.marker = make("div", "marker");
    this.marker.hidden = true;
    this.element = make("div", "map-canvas", this.canvas, this.marker);
    this.height = this.width = 1;
    this.cell = { row: 0, column: 0 };
    this.onMove = onMove;
    if (onMove) {
      this.element.classList.add("steered");
      this.element.tabIndex = 0;
      this.element.setAttribute("role", "application");
      this.element.addEventListener("pointermove", (event) => this.moveTo(event));
      this.element.addEventListener("pointerdown", (event) => this.moveTo(event));
      this.element.addEventListener("keydown", (event) => this.moveBy(event));
    }
  }

  /** @param {string} text for screen readers */
  describe(text) {
    if (!this.onMove) {
      this.canvas.setAttribute("role", "img"); // not before: an image needs a name
    }
    (this.onMove ? this.element : this.canvas).setAttribute("aria-label", text);
  }

  /** @param {ImageData} image */
  show(image) {
    this.height = image.height;
    this.width = image.width;
    showImage(this.canvas, image);
  }

  /** @param {Part | null} part */
  mark(part) {
    this.marker.hidden = part === null;
    if (part) {
      const share = (/** @type {number} */ cells, /** @type {number} */ all) => `${(100 * cells) / all}%`;
      Object.assign(this.marker.style, {
        top: share(part.top, this.height),
        left: share(part.left, this.width),
        height: share(part.height, this.height),
        width: share(part.width, this.width),
      });
    }
  }

  /** @param {PointerEvent} event */
  moveTo({ clientX, clientY }) {
    const box = this.canvas.getBoundingClientRect();
    this.point(
      Math.floor(((clientY - box.top) / box.height) * this.height),
      Math.floor(((clientX - box.left) / box.width) * this.width),
    );
  }

  /** @param {KeyboardEvent} event */
  moveBy(event) {
    const step = KEYS[event.key];
    if (step && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.point(this.cell.row + step[0], this.cell.column + step[1]);
    }
  }

  /**
   * @param {number} row
   * @param {number} column
   */
  point(row, column) {
    const within = (/** @type {number} */ cell, /** @type {number} */ count) => Math.max(0, Math.min(count - 1, cell));
    const cell = { row: within(row, this.height), column: within(column, this.width) };
    if (cell.row !== this.cell.row || cell.column !== this.cell.column) {
      this.cell = cell;
      this.onMove?.(cell.row, cell.column);
    }
  }
}
