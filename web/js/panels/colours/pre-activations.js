/**
 * Shows pre-activations: once the drawing rests, stages with an activation show the values before it, in diverging
 * colours, so that negative values become visible.
 */

import { pictureOf } from "../../protocol/stages.js";

/** @import { Model, Stage } from "../../protocol/messages.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { Shown } from "../../protocol/page-state.js" */

export class PreActivations {
  /** @param {PanelContext} context */
  constructor(context) {
    this.context = context;
    this.isOn = false;
    this.serial = -1; // of the reading whose pre-activations are shown
    /** @type {Set<string>} names of the stages that show them */
    this.stages = new Set();
  }

  /**
   * Requests the pre-activations of a reading that has just been painted, and paints them in place of its activations.
   * @param {Shown} shown changed in place
   * @param {Model} model
   */
  async follow(shown, model) {
    if (shown.serial === this.serial && shown.replaced) {
      return;
    }
    this.colourLegends(model, (stage) => stage.colormap);
    this.stages = new Set();
    if (!this.isOn || !shown.values) {
      return;
    }
    const ranges = Float32Array.from(shown.ranges);
    const replaced = new Map();
    const isInSight = (/** @type {Stage} */ stage) => pictureOf(shown, model, stage) !== null;
    for (const [index, stage] of [...model.stages.entries()].filter(([, stage]) => isInSight(stage))) {
      const answer = await this.context.reader.ask("beforeRelu", { stage: stage.name }).catch(() => null);
      if (shown !== this.context.view.reading || !this.isOn) {
        return; // there is a newer reading
      }
      if (answer?.result) {
        const { picture, scale } = answer.result;
        const size = 4 * picture.width * picture.height;
        const pixels = answer.pictures.subarray(picture.offset, picture.offset + size);
        replaced.set(stage.name, { pixels, width: picture.width, height: picture.height, scale: 1 });
        ranges.set([scale.low, scale.high], 2 * index);
      }
    }
    Object.assign(shown, { replaced, ranges });
    this.serial = shown.serial;
    this.stages = new Set(replaced.keys());
    this.colourLegends(model, () => "diverging");
    this.context.view.frames.request();
  }

  /**
   * Sets the colormap of the legends of `this.stages`.
   * @param {Model} model
   * @param {(stage: Stage) => string} colormapOf
   */
  colourLegends(model, colormapOf) {
    for (const stage of model.stages.filter(({ name }) => this.stages.has(name))) {
      for (const legend of this.context.view.legendsOf(stage.name)) {
        legend.setColours(model.colormaps[colormapOf(stage)]);
      }
    }
  }
}
