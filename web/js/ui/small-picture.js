/** A small picture of data, light on black like the pad and the maps, so that it looks the same in every theme. */

import { css } from "./colours.js";
import { make } from "./dom.js";

/** @import { Colour } from "./colours.js" */

export const WIDTH = 104; // CSS pixels, as in the style sheet
export const HEIGHT = 60;

export const LIGHT = "#ecebf2";
export const QUIET = "#a5a2b2";
export const ACCENT = "#f3b765";
const BLACK = "#05050a";
const FONT = "sans-serif";

export class SmallPicture {
  constructor() {
    this.canvas = make("canvas", "small-picture");
    this.canvas.setAttribute("aria-hidden", "true");
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    this.clear();
  }

  /** Begin a new picture, as sharp as the screen is now. */
  clear() {
    const { canvas, context } = this;
    const scale = Math.max(1, devicePixelRatio);
    [canvas.width, canvas.height] = [Math.round(WIDTH * scale), Math.round(HEIGHT * scale)];
    context.setTransform(canvas.width / WIDTH, 0, 0, canvas.height / HEIGHT, 0, 0);
    context.fillStyle = BLACK;
    context.fillRect(0, 0, WIDTH, HEIGHT);
    context.imageSmoothingEnabled = false;
  }

  /**
   * @param {string} text
   * @param {number} x of its middle
   * @param {number} y of its middle
   * @param {{ size?: number, colour?: string }} [style]
   */
  text(text, x, y, { size = 12, colour = LIGHT } = {}) {
    const { context } = this;
    Object.assign(context, { font: `600 ${size}px ${FONT}`, textAlign: "center", textBaseline: "middle" });
    context.fillStyle = colour;
    context.fillText(text, x, y);
  }

  /**
   * A grid of colours.
   * @param {Colour[]} colours row by row
   * @param {number} columns
   * @param {number} x
   * @param {number} y
   * @param {number} side of the grid
   */
  grid(colours, columns, x, y, side) {
    const cell = side / columns;
    colours.forEach((colour, index) => {
      this.context.fillStyle = css(colour);
      this.context.fillRect(
        x + (index % columns) * cell,
        y + Math.floor(index / columns) * cell,
        cell - 0.5,
        cell - 0.5,
      );
    });
  }

  /**
   * A horizontal bar.
   * @param {number} share of its track, 0 … 1
   * @param {number} x
   * @param {number} y
   * @param {number} width of the track
   * @param {string} [colour]
   */
  bar(share, x, y, width, colour = ACCENT) {
    this.context.fillStyle = "#34343f";
    this.context.fillRect(x, y, width, 6);
    this.context.fillStyle = colour;
    this.context.fillRect(x, y, width * share, 6);
  }

  /**
   * @param {[x: number, y: number][]} points
   * @param {string} colour
   * @param {number} width of the line
   */
  line(points, colour, width) {
    const { context } = this;
    Object.assign(context, { strokeStyle: colour, lineWidth: width, lineJoin: "round" });
    context.beginPath();
    for (const [x, y] of points) {
      context.lineTo(x, y);
    }
    context.stroke();
  }
}
