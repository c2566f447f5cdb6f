/** One stage of the network: a button with its maps on one canvas, its name, its shape, its colours' range. */

import { Legend } from "./legend.js";

/** @typedef {import("../worker/protocol.js").Stage} Stage */
/** @typedef {typeof import("../texts/en.js").en} Texts */

export class StageView {
  /**
   * @param {Stage} stage
   * @param {number[]} colours the stage's colour table, RGBA
   * @param {Texts} texts
   * @param {(name: string) => void} onOpen
   */
  constructor(stage, colours, texts, onOpen) {
    this.stage = stage;
    this.canvas = document.createElement("canvas");
    this.canvas.width = stage.canvas.width;
    this.canvas.height = stage.canvas.height;
    this.canvas.dataset.testid = stage.name === "image" ? "image" : `stage-${stage.name}`;
    this.canvas.className = stage.shape.length === 1 ? "maps vector" : "maps";
    this.canvas.style.setProperty("--ratio", String(stage.canvas.width / stage.canvas.height));
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));

    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "stage-maps";
    const shape = texts.stage.shape(stage.shape);
    this.button.setAttribute("aria-label", `${texts.stage.open(stage.title)}, ${shape}`);
    this.button.append(this.canvas);
    this.button.addEventListener("click", () => onOpen(stage.name));

    this.legend = new Legend(colours);
    this.element = document.createElement("figure");
    this.element.className = "stage";
    this.element.dataset.stage = stage.name;
    const caption = document.createElement("figcaption");
    caption.append(line("stage-title", stage.title), line("stage-shape", shape));
    caption.append(line("stage-parameters", texts.stage.parameters(stage.parameters)));
    this.element.append(this.button, caption, this.legend.element);
  }

  /**
   * Put a reading's pixels on the canvas.
   * @param {Uint8ClampedArray<ArrayBuffer>} pixels of all stages
   */
  paint(pixels) {
    const { width, height, offset, length } = this.stage.canvas;
    this.context.putImageData(new ImageData(pixels.subarray(offset, offset + length), width, height), 0, 0);
  }

  /** @param {boolean} isOpen */
  mark(isOpen) {
    this.button.setAttribute("aria-expanded", String(isOpen));
    this.element.classList.toggle("open", isOpen);
  }
}

/**
 * @param {string} className
 * @param {string} text
 */
function line(className, text) {
  const element = document.createElement("span");
  element.className = className;
  element.textContent = text;
  return element;
}
