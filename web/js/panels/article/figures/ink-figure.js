/** Ink becomes numbers: a frame on the image, and the numbers of the pixels in it. */

import { colourIn } from "../../../ui/colours.js";
import { NumberGrid } from "../../../ui/number-grid.js";
import { MapCanvas, picture } from "../map-canvas.js";
import { sizeOf, valuesIn } from "../model-stages.js";
import { Figure } from "./figure.js";

/** @import { Model } from "../../../protocol/messages.js" */
/** @import { Shown } from "../../../protocol/page-state.js" */
/** @import { PanelContext } from "../../panel-context.js" */

const SIDE = 7; // pixels of the frame

/**
 * The top left corner of the frame whose numbers differ most, so that it shows paper, ink and what is between them.
 * @param {ArrayLike<number>} values
 * @param {{ height: number, width: number }} size
 * @param {number} side of the frame
 */
export function liveliestPart(values, { height, width }, side) {
  let best = { row: 0, column: 0, spread: -1 };
  for (let row = 0; row + side <= height; row += 1) {
    for (let column = 0; column + side <= width; column += 1) {
      let [sum, squares] = [0, 0];
      for (let index = 0; index < side * side; index += 1) {
        const value = values[(row + Math.floor(index / side)) * width + column + (index % side)];
        sum += value;
        squares += value * value;
      }
      const spread = squares - (sum * sum) / (side * side);
      best = spread > best.spread + 1e-9 ? { row, column, spread } : best;
    }
  }
  return { row: best.row, column: best.column };
}

export class InkFigure extends Figure {
  /** @param {PanelContext} context */
  constructor(context) {
    super(context, "ink");
    /** @type {{ row: number, column: number } | null} the middle of the frame, once the reader has moved it */
    this.middle = null;
    this.image = new MapCanvas((row, column) => {
      this.middle = { row, column };
      this.follow();
    });
    this.image.canvas.dataset.testid = "article-ink";
    this.grid = new NumberGrid(SIDE * SIDE);
    this.grid.element.dataset.testid = "article-ink-numbers";
    this.body.append(this.image.element, this.grid.element);
  }

  prepare() {
    this.middle = null;
  }

  localise() {
    this.image.describe(this.texts.ink.image);
  }

  /**
   * @param {Shown} shown
   * @param {Model} model
   */
  paint(shown, model) {
    const [image] = model.stages;
    const { maps, height, width, cells } = sizeOf(image);
    const values = valuesIn(shown, model, image, 0);
    if (!values) {
      return;
    }
    const { grey } = model.colormaps;
    const side = Math.min(SIDE, height, width);
    const { row, column } = this.corner(values, { height, width }, side);
    this.image.show(picture(values, width, grey, [0, 1]));
    this.image.mark({ top: row, left: column, height: side, width: side });
    this.grid.show(
      Array.from({ length: side * side }, (_, index) => {
        const value = values[(row + Math.floor(index / side)) * width + column + (index % side)];
        return { text: this.numbers.fixed(value, value % 1 === 0 ? 0 : 2), colour: colourIn(grey, value, 0, 1) };
      }),
      side,
    );
    this.say(
      this.texts.ink.count(height, width, cells, maps),
      this.texts.ink.frame(row + 1, row + side, column + 1, column + side),
      this.normalised(model),
    );
  }

  /**
   * The top left corner of the frame.
   * @param {ArrayLike<number>} values
   * @param {{ height: number, width: number }} size
   * @param {number} side
   */
  corner(values, size, side) {
    if (!this.middle) {
      const corner = liveliestPart(values, size, side);
      this.image.cell = { row: corner.row + (side >> 1), column: corner.column + (side >> 1) };
      return corner;
    }
    const within = (/** @type {number} */ cell, /** @type {number} */ count) =>
      Math.max(0, Math.min(count - side, cell - (side >> 1)));
    return { row: within(this.middle.row, size.height), column: within(this.middle.column, size.width) };
  }

  /** @param {Model} model */
  normalised({ input: { mean, std } }) {
    const [average, deviation] = [mean[0], std[0]];
    if (average === 0 && deviation === 1) {
      return this.texts.ink.unchanged;
    }
    const { short } = this.numbers;
    return this.texts.ink.normalised(short(-average / deviation), short((1 - average) / deviation));
  }
}
