/** The inspector: the maps of the open stage, enlarged, with number and largest value of each; updated while drawing. */

import { byId, make, setText } from "../ui/dom.js";
import { Legend, shortNumber } from "./legend.js";
import { corner } from "./map-layout.js";

/** @import { Texts } from "../i18n/language.js" */
/** @import { StageView } from "./stage.js" */

/** @typedef {{ figure: HTMLElement, canvas: HTMLCanvasElement, context: CanvasRenderingContext2D, caption: HTMLElement }} Map */

export class Inspector {
  /**
   * @param {Texts} texts
   * @param {() => void} onClose
   */
  constructor(texts, onClose) {
    this.parts = {
      section: byId("inspector"),
      title: byId("inspector-title"),
      text: byId("inspector-text"),
      legend: byId("inspector-legend"),
      maps: byId("inspector-maps"),
      close: byId("inspector-close"),
    };
    this.texts = texts;
    /** @type {StageView | null} */
    this.view = null;
    /** @type {string[] | null} */
    this.names = null;
    /** @type {Map[]} */
    this.maps = [];
    /** @type {Legend | null} */
    this.legend = null;
    this.parts.close.addEventListener("click", onClose);
    this.close();
  }

  /**
   * @param {StageView} view
   * @param {number[]} colours
   * @param {string[] | null} names of its values; null if they are only numbered
   */
  open(view, colours, names) {
    const { stage } = view;
    this.view = view;
    this.names = names;
    this.legend = new Legend(colours);
    this.parts.legend.replaceChildren(this.legend.element);
    this.maps = [];
    const figures = Array.from({ length: stage.shape[0] }, () => this.figure(view));
    this.parts.maps.replaceChildren(...figures);
    this.parts.section.classList.add("open");
    this.parts.close.hidden = false;
    this.localise();
  }

  /** Render the text that does not depend on a reading, in the current language. */
  localise() {
    const { title, text } = this.parts;
    const words = this.texts.stage;
    if (!this.view) {
      title.textContent = words.heading;
      text.textContent = words.hint;
      return;
    }
    const { stage } = this.view;
    title.textContent = [stage.title, words.shape(stage.shape), words.parameters(stage.parameters)].join(" · ");
    text.textContent = words.explain[stage.op] ?? "";
    this.legend?.localise();
    this.maps.forEach(({ canvas }, channel) => {
      canvas.setAttribute("aria-label", words.map(channel + 1, stage.shape[0]));
    });
  }

  close() {
    this.view = null;
    this.maps = [];
    this.parts.maps.replaceChildren();
    this.parts.legend.replaceChildren();
    this.parts.section.classList.remove("open");
    this.parts.close.hidden = true;
    this.localise();
  }

  /**
   * @param {StageView} view
   */
  figure({ stage }) {
    const [, height = 1, width = 1] = stage.shape;
    const canvas = make("canvas", stage.shape.length === 1 ? "map number" : "map");
    canvas.width = width;
    canvas.height = height;
    canvas.setAttribute("role", "img");
    const caption = make("figcaption");
    const figure = make("figure", "", make("div", "map-frame", canvas), caption);
    this.maps.push({
      figure,
      canvas,
      context: /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")),
      caption,
    });
    return figure;
  }

  /**
   * Show a reading: each map is copied from its stage's canvas.
   * @param {Float32Array | null} values of all stages; null if they are not known
   * @param {ArrayLike<number>} ranges
   * @param {number} number of the stage
   */
  paint(values, ranges, number) {
    if (!this.view) {
      return;
    }
    const { stage, canvas, layout } = this.view;
    const [, height = 1, width = 1] = stage.shape;
    this.legend?.show(ranges[2 * number], ranges[2 * number + 1]);
    this.maps.forEach(({ context, caption }, channel) => {
      const { x, y } = corner(layout, channel);
      context.drawImage(canvas, x, y, width, height, 0, 0, width, height);
      const text = `${this.names?.[channel] ?? channel + 1}${values ? this.describe(values, channel, width * height) : ""}`;
      setText(caption, text);
    });
  }

  /**
   * @param {Float32Array} values
   * @param {number} channel
   * @param {number} cells in a map
   */
  describe(values, channel, cells) {
    const start = /** @type {StageView} */ (this.view).stage.values.offset + channel * cells;
    if (cells === 1) {
      return ` · ${shortNumber(values[start])}`;
    }
    const largest = values.subarray(start, start + cells).reduce((a, b) => Math.max(a, b));
    return ` · ${largest === 0 ? this.texts.stage.quiet : this.texts.stage.brightest(shortNumber(largest))}`;
  }
}
