/** An attribution map over the image, hatched where it is negative, with the ink as an outline, a legend and a caption. */

import { Legend } from "../../diagram/legend.js";
import { contour } from "../../lib/contour.js";
import { pictureOf } from "../../protocol/stages.js";
import { imageOf } from "../../ui/canvas.js";
import { make, setText } from "../../ui/dom.js";
import { hatch, negativePixels } from "./hatching.js";

/** @import { Answer, Picture } from "../../protocol/questions.js" */
/** @import { Shown } from "../../protocol/page-state.js" */
/** @import { Background } from "../../ui/page-background.js" */
/** @import { PanelContext } from "../panel-context.js" */

const SIZE = 448; // pixels of the canvas along the image's width, about
const HALF_INK = 127.5; // the outline's value, of 255
const LINE = { width: 2, halo: 5 }; // of the outline, in pixels of the canvas
/** @type {Record<Background, { line: string, halo: string, hatching: string }>} */
const OUTLINE = {
  light: { line: "#1b1a20", halo: "rgb(255 255 255 / 0.75)", hatching: "rgb(27 26 32 / 0.5)" },
  dark: { line: "#ffffff", halo: "rgb(0 0 0 / 0.6)", hatching: "rgb(255 255 255 / 0.5)" },
};

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
    this.caption.dataset.testid = `${testid}-caption`;
    this.title = make("h3");
    this.legendBox = make("div");
    /** @type {Legend | null} */
    this.legend = null;
    this.element = make("figure", "overlay", this.title, this.canvas, this.legendBox, this.caption);
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
   * @param {Background} background that the answer's colours are for
   * @param {{ title: string, caption: string, description: string }} words the description is for screen readers
   */
  show({ result, numbers, pictures }, shown, background, { title, caption, description }) {
    const { picture, colours, map, scale } = result;
    this.label = result.label;
    this.paint(imageOf(picture, pictures));
    this.hatch(negativePixels(numbers, map, scale, picture), picture, background);
    this.drawOutline(shown, picture, background);
    const table = Array.from(imageOf(colours, pictures).data);
    this.legend ??= new Legend(table);
    this.legend.setColours(table);
    this.legendBox.replaceChildren(this.legend.element);
    this.legend.show(scale.low, scale.high);
    this.canvas.setAttribute("aria-label", description);
    setText(this.title, title);
    setText(this.caption, caption);
  }

  /** @param {ImageData} map one pixel for each of the image */
  paint(map) {
    const zoom = Math.max(1, Math.round(SIZE / map.width));
    const { canvas } = this;
    Object.assign(canvas, { width: map.width * zoom, height: map.height * zoom });
    const small = new OffscreenCanvas(map.width, map.height);
    small.getContext("2d")?.putImageData(map, 0, 0);
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.imageSmoothingEnabled = false;
    context.drawImage(small, 0, 0, canvas.width, canvas.height);
  }

  /**
   * @param {[x: number, y: number][]} pixels the middles of those to hatch
   * @param {Picture} size of the image
   * @param {Background} background
   */
  hatch(pixels, { width }, background) {
    const context = this.canvas.getContext("2d");
    if (context) {
      hatch(context, pixels, this.canvas.width / width, OUTLINE[background].hatching);
    }
  }

  /**
   * Draws the outline of the ink, of the first channel of a coloured image.
   * @param {Shown} shown
   * @param {Picture} size of the image
   * @param {Background} background
   */
  drawOutline(shown, { width, height }, background) {
    const { model } = this.context.view;
    const image = model && pictureOf(shown, model, model.stages[0]);
    const context = this.canvas.getContext("2d");
    if (image?.scale !== 1 || !context) {
      return;
    }
    const inkAt = (/** @type {number} */ row, /** @type {number} */ column) =>
      row < 0 || column < 0 || row >= height || column >= width ? 0 : image.pixels[4 * (row * image.width + column)];
    const zoom = this.canvas.width / width;
    const path = new Path2D();
    for (const [x, y, endX, endY] of contour(inkAt, height, width, HALF_INK)) {
      path.moveTo(zoom * x, zoom * y);
      path.lineTo(zoom * endX, zoom * endY);
    }
    context.lineCap = "round";
    const { line, halo } = OUTLINE[background];
    for (const [colour, thickness] of /** @type {const} */ ([
      [halo, LINE.halo],
      [line, LINE.width],
    ])) {
      context.strokeStyle = colour;
      context.lineWidth = thickness;
      context.stroke(path);
    }
  }
}
