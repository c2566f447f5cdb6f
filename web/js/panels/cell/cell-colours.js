/** Colours of numbers: the pixel that a cell has on the screen, or an entry of the diverging colormap. */

import { corner, layOut } from "../../diagram/map-layout.js";

/** @import { Model } from "../../protocol/messages.js" */
/** @import { Place } from "../../protocol/questions.js" */
/** @import { Shown } from "../../protocol/page-state.js" */

/** @typedef {[red: number, green: number, blue: number]} Colour 0 … 255 */

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
   * The colour that a cell has on the screen, whatever its scale and colormap.
   * @param {Place} cell
   * @returns {Colour}
   */
  ofCell({ stage: name, channel, row, column }) {
    const painted = this.layouts.get(name);
    if (!painted) {
      throw new Error(`colours: expected a stage of the model, found ${name}`);
    }
    const { stage, layout } = painted;
    const { x, y } = corner(layout, channel);
    const start = stage.canvas.offset + 4 * ((y + row) * stage.canvas.width + x + column);
    const [red, green, blue] = this.shown.pixels.subarray(start, start + 3);
    return [red, green, blue];
  }

  /**
   * The colour of a number in the diverging colormap, which spans −limit … limit.
   * @param {number} value
   * @param {number} limit
   * @returns {Colour}
   */
  diverging(value, limit) {
    const table = this.model.colormaps.diverging;
    const share = limit > 0 ? Math.max(-1, Math.min(1, value / limit)) : 0;
    const start = 4 * Math.round(((share + 1) / 2) * 255);
    return [table[start], table[start + 1], table[start + 2]];
  }
}

/** @param {Colour} colour */
export function css([red, green, blue]) {
  return `rgb(${red} ${green} ${blue})`;
}

/**
 * Black or white, whichever has the higher contrast with the background. It is at least 4.5:1, which WCAG 2.2 requires.
 * @param {Colour} background
 */
export function textOn(background) {
  const [red, green, blue] = background.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance > 0.179 ? "#000" : "#fff";
}
