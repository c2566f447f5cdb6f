/**
 * What stands before the ReLU: once the drawing rests, the maps of stages with an activation are shown with the signs that
 * it took away, in diverging colours.
 */

/** @import { Legend } from "../../diagram/legend.js" */
/** @import { Model, Stage } from "../../protocol/messages.js" */
/** @import { PanelContext } from "../../view/panel.js" */
/** @import { Shown } from "../../protocol/page-state.js" */

export class PreActivations {
  /**
   * @param {PanelContext} context
   * @param {{ legendOf: (stage: string) => Legend[], repaint: () => void }} screen
   */
  constructor(context, screen) {
    this.context = context;
    this.screen = screen;
    this.isOn = false;
    this.serial = -1; // of the reading that is shown so
    /** @type {Set<string>} the stages that are shown so */
    this.stages = new Set();
  }

  /**
   * Ask for the numbers before the activations of the reading that is on the screen, and show them in its place.
   * @param {Shown} shown
   * @param {Model} model
   */
  async follow(shown, model) {
    if (shown.serial === this.serial) {
      return;
    }
    this.colour(model, (stage) => stage.colormap);
    this.stages = new Set();
    if (!this.isOn || !shown.values) {
      return;
    }
    const [pixels, ranges] = [shown.pixels.slice(), Float32Array.from(shown.ranges)];
    const found = new Set();
    for (const [number, stage] of model.stages.entries()) {
      const answer = await this.context.ask("beforeRelu", { stage: stage.name }).catch(() => null);
      if (shown !== this.context.shown() || !this.isOn) {
        return; // somebody draws on
      }
      if (answer?.result) {
        const { picture, scale } = answer.result;
        const size = 4 * picture.width * picture.height;
        pixels.set(answer.pictures.subarray(picture.offset, picture.offset + size), stage.canvas.offset);
        ranges.set([scale.low, scale.high], 2 * number);
        found.add(stage.name);
      }
    }
    Object.assign(shown, { pixels, ranges });
    this.serial = shown.serial;
    this.stages = found;
    this.colour(model, () => "diverging");
    this.screen.repaint();
  }

  /**
   * Give the legends of the stages that are shown so other colours.
   * @param {Model} model
   * @param {(stage: Stage) => string} colormap
   */
  colour(model, colormap) {
    for (const stage of model.stages.filter(({ name }) => this.stages.has(name))) {
      for (const legend of this.screen.legendOf(stage.name)) {
        legend.setColours(model.colormaps[colormap(stage)]);
      }
    }
  }
}
