/** An attribution map over the image, with a legend and a caption. */

import { Legend } from "../../diagram/legend.js";
import { imageOf, showImage } from "../../ui/canvas.js";
import { make, setText } from "../../ui/dom.js";

/** @import { Answer } from "../../protocol/questions.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { Shown } from "../../protocol/page-state.js" */

const INK_OPACITY = 0.34;

export class AttributionMap {
  /**
   * @param {PanelContext} context
   * @param {string} testid
   */
  constructor(context, testid) {
    this.context = context;
    /** @type {number | null} label of the class that is shown */
    this.label = null;
    this.canvas = make("canvas");
    this.canvas.dataset.testid = testid;
    this.canvas.setAttribute("role", "img");
    this.caption = make("figcaption");
    this.legendBox = make("div");
    /** @type {Legend | null} */
    this.legend = null;
    this.element = make("figure", "overlay", this.canvas, this.legendBox, this.caption);
    this.clear();
  }

  clear() {
    const { pending } = this.context.texts.evidence;
    this.label = null;
    this.canvas.getContext("2d")?.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.canvas.setAttribute("aria-label", pending);
    setText(this.caption, pending);
  }

  /** Clears the map; the panel requests it again, with its texts in the new language. */
  localise() {
    this.clear();
    this.legend?.localise();
  }

  /**
   * @param {Answer<"evidence">} answer
   * @param {Shown} shown
   * @param {string} caption
   * @param {string} description for screen readers
   */
  show({ result, pictures }, shown, caption, description) {
    const { picture, scale } = result;
    const model = this.context.view.model;
    const image = model?.stages[0].canvas;
    if (!model || !image) {
      return;
    }
    this.label = result.label;
    const map = imageOf(picture, pictures);
    const ink = shown.pixels.subarray(image.offset, image.offset + image.length);
    if (image.width === picture.width && image.height === picture.height) {
      blendInk(map.data, ink);
    }
    showImage(this.canvas, map);
    this.legend ??= new Legend(model.colormaps.diverging);
    this.legendBox.replaceChildren(this.legend.element);
    this.legend.show(scale.low, scale.high);
    this.canvas.setAttribute("aria-label", description);
    setText(this.caption, caption);
  }
}

/**
 * Blends the ink into the map, so that both are visible.
 * @param {Uint8ClampedArray} map RGBA, changed in place
 * @param {Uint8ClampedArray} ink RGBA, grey
 */
function blendInk(map, ink) {
  for (let index = 0; index < map.length; index += 1) {
    if (index % 4 !== 3) {
      map[index] += (255 - map[index]) * INK_OPACITY * (ink[index] / 255);
    }
  }
}
