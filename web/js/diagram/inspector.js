/** The inspector: the maps of the open stage, enlarged, with number and largest value of each; updated while drawing. */

import { PaintQueue } from "../lib/paint-queue.js";
import { byId, make, setText } from "../ui/dom.js";
import { Legend, shortNumber } from "./legend.js";
import { corner } from "./map-layout.js";

/** @import { Texts } from "../i18n/language.js" */
/** @import { StagePicture } from "../protocol/stages.js" */
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
    this.queue = new PaintQueue();
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
    this.queue.clear();
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
    this.queue.clear();
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
   * Show the open stage in a reading, cell by cell.
   * @param {StagePicture | null} picture of the stage; null if it is not there
   * @param {Float32Array | null} values of the stage; null if they are not known
   * @param {[low: number, high: number]} range
   */
  paint(picture, values, range) {
    if (!this.view || !picture || picture.scale > 1) {
      return; // it is on its way
    }
    const image = new ImageData(picture.pixels, picture.width, picture.height);
    this.legend?.show(...range);
    this.maps.forEach((map, channel) => {
      this.queue.add(map, () => this.paintMap(map, channel, image, values));
    });
    this.queue.run();
  }

  /**
   * @param {Map} map
   * @param {number} channel
   * @param {ImageData} image all maps of the stage
   * @param {Float32Array | null} values
   */
  paintMap({ context, caption }, channel, image, values) {
    const { sent } = /** @type {StageView} */ (this.view);
    const { x, y } = corner(sent, channel);
    context.putImageData(image, -x, -y, x, y, sent.mapWidth, sent.mapHeight);
    const cells = sent.mapWidth * sent.mapHeight;
    setText(
      caption,
      `${this.names?.[channel] ?? channel + 1}${values ? this.describe(values, channel * cells, cells) : ""}`,
    );
  }

  /**
   * @param {Float32Array} values
   * @param {number} start of the map
   * @param {number} cells in a map
   */
  describe(values, start, cells) {
    if (cells === 1) {
      return ` · ${shortNumber(values[start])}`;
    }
    let largest = values[start];
    for (let at = start; at < start + cells; at += 1) {
      largest = Math.max(largest, values[at]);
    }
    return ` · ${largest === 0 ? this.texts.stage.quiet : this.texts.stage.brightest(shortNumber(largest))}`;
  }
}
