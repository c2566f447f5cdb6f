/** The colours of numbers: those that a cell has on its map right now, and those of a diverging table around 0. */

import { corner, layOut } from "../../diagram/map-layout.js";

/** @import { Model } from "../../protocol/messages.js" */
/** @import { Place } from "../../protocol/questions.js" */
/** @import { Shown } from "../../protocol/page-state.js" */

/** @typedef {[red: number, green: number, blue: number]} Colour 0 … 255 */

/** A cell's colour on the screen, whatever scale and table it was painted with. */
export class CellColours {
  /**
   * @param {Model} model
   * @param {Shown} shown
   */
  constructor(model, shown) {
    this.model = model;
    this.shown = shown;
    this.layouts = new Map(
      model.stages.map((stage) => [stage.name, { stage, layout: layOut(stage, stage.canvas.columns) }]),
    );
  }

  /**
   * @param {Place} place
   * @returns {Colour}
   */
  at({ stage: name, channel, row, column }) {
    const found = this.layouts.get(name);
    if (!found) {
      throw new Error(`colours: the model has no stage ${name}`);
    }
    const { stage, layout } = found;
    const { x, y } = corner(layout, channel);
    const start = stage.canvas.offset + 4 * ((y + row) * stage.canvas.width + x + column);
    const [red, green, blue] = this.shown.pixels.subarray(start, start + 3);
    return [red, green, blue];
  }

  /**
   * The diverging table's colour of a number.
   * @param {number} value
   * @param {number} largest that the table's ends stand for, with either sign
   * @returns {Colour}
   */
  around0(value, largest) {
    const table = this.model.colormaps.diverging;
    const share = largest > 0 ? Math.max(-1, Math.min(1, value / largest)) : 0;
    const start = 4 * Math.round(((share + 1) / 2) * 255);
    return [table[start], table[start + 1], table[start + 2]];
  }
}

/** @param {Colour} colour */
export function css([red, green, blue]) {
  return `rgb(${red} ${green} ${blue})`;
}

/**
 * Black or white, whichever is easier to read on a colour: one of them always has a contrast of 4.5 (WCAG 2.2).
 * @param {Colour} colour
 */
export function textOn(colour) {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance > 0.179 ? "#000" : "#fff";
}
