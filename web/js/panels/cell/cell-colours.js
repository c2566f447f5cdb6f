/** Colours of numbers: the pixel that a cell has on the screen, or an entry of the diverging colormap. */

import { coarser, corner, layOut } from "../../diagram/map-layout.js";
import { pictureOf } from "../../protocol/stages.js";

/** @import { Layout } from "../../diagram/map-layout.js" */
/** @import { Model } from "../../protocol/messages.js" */
/** @import { Place } from "../../protocol/questions.js" */
/** @import { Shown } from "../../protocol/page-state.js" */
/** @import { StagePicture } from "../../protocol/stages.js" */
/** @import { Colour } from "../../ui/colours.js" */

export class CellColours {
  /**
   * @param {Model} model
   * @param {Shown} shown
   */
  constructor(model, shown) {
    this.model = model;
    this.shown = shown;
    this.stages = new Map(model.stages.map((stage) => [stage.name, stage]));
    /** @type {Map<string, { picture: StagePicture | null, layout: Layout }>} of the stages that were asked for */
    this.painted = new Map();
  }

  /**
   * The colour that a cell has on the screen, whatever its scale and colormap.
   * @param {Place} cell
   * @returns {Colour}
   */
  ofCell({ stage: name, channel, row, column }) {
    const { picture, layout } = this.paintedOf(name);
    if (!picture) {
      return [0, 0, 0];
    }
    const { x, y } = corner(layout, channel);
    const [down, right] = [row, column].map((cell) => Math.floor(cell / picture.scale));
    const start = 4 * ((y + down) * picture.width + x + right);
    const [red, green, blue] = picture.pixels.subarray(start, start + 3);
    return [red, green, blue];
  }

  /**
   * @param {string} name of a stage
   */
  paintedOf(name) {
    const known = this.painted.get(name);
    if (known) {
      return known;
    }
    const stage = this.stages.get(name);
    if (!stage) {
      throw new Error(`colours: expected a stage of the model, found ${name}`);
    }
    const picture = pictureOf(this.shown, this.model, stage);
    const painted = { picture, layout: coarser(layOut(stage, stage.canvas.columns), picture?.scale ?? 1) };
    this.painted.set(name, painted);
    return painted;
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
