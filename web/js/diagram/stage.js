/** One stage of the network: a button with its maps on one canvas, its title, its shape and its legend. */

import { shortTitle } from "../i18n/stage-titles.js";
import { button, make, setText } from "../ui/dom.js";
import { Legend } from "./legend.js";
import { columnsOfRow, corner, layOut } from "./map-layout.js";

/** @import { Texts } from "../i18n/language.js" */
/** @import { Stage } from "../protocol/messages.js" */

export class StageView {
  /**
   * @param {Stage} stage
   * @param {number[]} colours the stage's colormap, RGBA
   * @param {Texts} texts
   * @param {(name: string) => void} onOpen
   */
  constructor(stage, colours, texts, onOpen) {
    this.stage = stage;
    this.isVector = stage.shape.length === 1;
    this.sent = layOut(stage, stage.canvas.columns);
    this.layout = this.sent;
    this.canvas = make("canvas", "maps");
    this.canvas.dataset.testid = stage.name === "image" ? "image" : `stage-${stage.name}`;
    this.canvas.classList.toggle("vector", this.isVector);
    this.canvas.classList.toggle("single", stage.shape[0] === 1);
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));

    this.button = button("stage-maps", "", () => onOpen(stage.name));
    this.button.append(this.canvas);

    this.legend = new Legend(colours);
    this.title = make("figcaption", "stage-title");
    this.weights = make("span");
    this.facts = make("div", "stage-facts");
    const foot = make("div", "stage-foot", this.legend.element, this.facts);
    this.element = make("figure", "stage", this.title, this.button, foot);
    this.element.dataset.stage = stage.name;
    this.free = 0; // share of the diagram's height that is free above the maps
    this.texts = texts;
    this.localise(texts);
    this.arrange(false);
  }

  /** @param {Texts} texts */
  localise(texts) {
    const { title, shape, parameters } = this.stage;
    const [size, weights] = [texts.stage.shape(shape), texts.stage.parameters(parameters)];
    this.title.textContent = title;
    const split = size.indexOf("×") + 1; // "16×" and "14×14": a narrow column may break the line between them
    this.weights.className = parameters === 0 ? "fact none" : "fact";
    this.weights.textContent = weights;
    this.facts.replaceChildren(
      make("span", "fact", size.slice(0, split), make("wbr"), size.slice(split)),
      this.weights,
    );
    this.legend.localise();
    this.button.setAttribute("aria-label", `${texts.stage.open(title)}, ${size}`);
  }

  /**
   * Abbreviate title and parameters; then the full text is in the tooltip.
   * @param {boolean} isShort
   */
  shorten(isShort) {
    const { title, parameters } = this.stage;
    const { stage } = this.texts;
    setText(this.title, isShort ? shortTitle(this.stage, this.texts) : title);
    setText(this.weights, isShort ? stage.parametersShort(parameters) : stage.parameters(parameters));
    this.title.title = isShort ? title : "";
    this.weights.title = isShort ? stage.parameters(parameters) : "";
  }

  /**
   * Lay the maps out as Python sends them, or in wide rows for the vertical layout; clears the canvas.
   * @param {boolean} inRows
   */
  arrange(inRows) {
    this.layout = inRows ? layOut(this.stage, columnsOfRow(this.stage)) : this.sent;
    const { width, height } = this.layout;
    this.canvas.width = width;
    this.canvas.height = height;
    this.element.style.setProperty("--ratio", String(width / height));
  }

  /**
   * Set the height of the maps relative to the highest stage.
   * @param {number} share 0 … 1
   */
  scale(share) {
    this.free = this.isVector ? 0 : (1 - share) / 2;
    this.element.style.setProperty("--share", String(share));
  }

  /**
   * Paint a reading.
   * @param {Uint8ClampedArray<ArrayBuffer>} pixels of all stages
   */
  paint(pixels) {
    const { width, height, offset, length } = this.stage.canvas;
    const image = new ImageData(pixels.subarray(offset, offset + length), width, height);
    if (this.layout.columns === this.sent.columns) {
      this.context.putImageData(image, 0, 0);
      return;
    }
    const { count, mapWidth, mapHeight } = this.sent;
    for (let map = 0; map < count; map += 1) {
      const [from, to] = [corner(this.sent, map), corner(this.layout, map)];
      this.context.putImageData(image, to.x - from.x, to.y - from.y, from.x, from.y, mapWidth, mapHeight);
    }
  }

  /** @param {boolean} isOpen */
  mark(isOpen) {
    this.button.setAttribute("aria-expanded", String(isOpen));
    this.element.classList.toggle("open", isOpen);
  }
}
