/**
 * One kernel: its picture, its weights as far as there is room, its bias, and how often it fires on the drawing; beside it,
 * what its map looks for.
 */

import { printOne, printSigned, round, scaleFor } from "../../i18n/number-format.js";
import { imageOf } from "../../ui/canvas.js";
import { css, textOn } from "../../ui/colours.js";
import { make, Pool, setText } from "../../ui/dom.js";
import { PatchList } from "./patch-list.js";

/** @import { Texts } from "../../i18n/language.js" */
/** @import { Kernel, Kernels } from "../../protocol/questions.js" */
/** @import { Colour } from "../../ui/colours.js" */
/** @import { KernelsView } from "./kernels-view.js" */

const MAX_PRINTED = 30; // weights; a larger kernel shows the weight under the pointer only

/** @type {Record<string, [row: number, column: number]>} */
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export class KernelCard {
  /**
   * @param {Texts["look"]} texts
   * @param {KernelsView} kernels
   */
  constructor(texts, kernels) {
    this.texts = texts;
    /** @type {Kernel | null} */
    this.kernel = null;
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    this.values = make("span", "kernel-values");
    this.values.setAttribute("aria-hidden", "true");
    this.cells = new Pool(this.values, () => ({ element: make("span") }));
    /** @type {number[]} (inChannels, kH, kW), flat */
    this.weights = [];
    this.size = [1, 1]; // [kH, kW]
    this.pointed = { row: 0, column: 0 }; // pixel of the picture whose weight is shown
    this.weight = make("span", "kernel-weight");
    this.weight.dataset.testid = "kernel-weight";
    this.weight.setAttribute("aria-live", "polite");
    this.name = make("span", "kernel-name");
    this.fires = make("span", "kernel-fact");
    this.bias = make("span", "kernel-fact");
    this.button = make(
      "button",
      "kernel",
      make("span", "kernel-picture", this.canvas, this.values),
      this.name,
      this.fires,
      this.bias,
      this.weight,
    );
    this.button.type = "button";
    this.button.addEventListener("click", () => this.kernel && kernels.choose(this.kernel));
    this.button.addEventListener("pointermove", (event) => this.point(event));
    this.button.addEventListener("keydown", (event) => this.moveByKey(event));
    this.patches = new PatchList(texts);
    this.element = make("li", "kernel-card", this.button, this.patches.element);
  }

  /**
   * @param {Kernel} kernel
   * @param {Kernels} all
   * @param {Float32Array} numbers of the answer
   * @param {Uint8ClampedArray<ArrayBuffer>} pictures of the answer
   */
  show(kernel, { size, inChannels }, numbers, pictures) {
    const { texts } = this;
    const { picture, weight, channel, share, bias } = kernel;
    if (this.kernel?.channel !== channel || this.kernel.weight.shape.join() !== weight.shape.join()) {
      setText(this.weight, "");
      this.pointed = { row: 0, column: 0 };
    }
    const count = inChannels * size[0] * size[1];
    this.kernel = kernel;
    this.weights = Array.from(numbers.subarray(weight.offset, weight.offset + count));
    this.size = size;
    const strip = imageOf(picture, pictures);
    this.paint(strip, inChannels);
    this.printWeights(strip, inChannels === 1 && count <= MAX_PRINTED);
    setText(this.name, texts.map(channel + 1));
    setText(this.fires, texts.kernels.fires(share));
    const biasText =
      typeof bias === "number" ? printSigned(round(bias, scaleFor([bias])), scaleFor([bias])) : String(bias);
    setText(this.bias, texts.kernels.bias(biasText));
    this.button.title = texts.kernels.show(channel + 1);
    this.patches.localise();
    if (this.weight.textContent) {
      this.showWeight(this.pointed.row, this.pointed.column); // the language may have changed
    }
  }

  /**
   * Prints every weight on the picture, or leaves room to show one weight at a time.
   * @param {ImageData} picture one pixel per weight
   * @param {boolean} isPrinted
   */
  printWeights(picture, isPrinted) {
    const { weights } = this;
    this.values.hidden = !isPrinted;
    this.weight.hidden = isPrinted;
    this.values.style.setProperty("--columns", String(this.size[1]));
    const scale = scaleFor(weights);
    this.cells.take(isPrinted ? weights.length : 0).forEach(({ element }, index) => {
      const colour = /** @type {Colour} */ (Array.from(picture.data.subarray(4 * index, 4 * index + 3)));
      setText(element, printOne(weights[index], scale));
      element.style.background = css(colour);
      element.style.color = textOn(colour);
    });
  }

  /**
   * Shows the weight under the pointer.
   * @param {PointerEvent} event
   */
  point({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const row = Math.floor(((clientY - top) / height) * this.canvas.height);
    const column = Math.floor(((clientX - left) / width) * this.canvas.width);
    this.showWeight(row, column);
  }

  /**
   * The arrow keys move from weight to weight, across the gaps between input maps.
   * @param {KeyboardEvent} event
   */
  moveByKey(event) {
    const step = STEPS[event.key];
    if (!step || this.weight.hidden) {
      return;
    }
    event.preventDefault(); // the list would scroll
    const { row, column } = this.pointed;
    const isFirst = this.weight.textContent === "";
    const [down, across] = isFirst ? [0, 0] : step;
    this.showWeight(row + down, column + across) || this.showWeight(row + 2 * down, column + 2 * across);
  }

  /**
   * Shows the weight at a pixel of the picture, with its input map, row and column.
   * @param {number} row of the picture
   * @param {number} column
   * @returns {boolean} false if there is no weight at that pixel
   */
  showWeight(row, column) {
    const [height, width] = this.size;
    const maps = this.weights.length / (height * width);
    const columns = Math.ceil(Math.sqrt(maps));
    const [down, across] = [Math.floor(row / (height + 1)), Math.floor(column / (width + 1))];
    const [y, x, map] = [row - down * (height + 1), column - across * (width + 1), down * columns + across];
    if (row < 0 || column < 0 || y >= height || x >= width || across >= columns || map >= maps) {
      return false;
    }
    this.pointed = { row, column };
    const weight = printOne(this.weights[(map * height + y) * width + x], scaleFor(this.weights));
    setText(this.weight, this.texts.kernels.weight(map + 1, y + 1, x + 1, weight));
    return true;
  }

  /**
   * Paints the weights for all input maps in an approximate square.
   * @param {ImageData} strip the input maps side by side, one pixel between them
   * @param {number} inChannels
   */
  paint(strip, inChannels) {
    const [height, width] = this.size;
    const columns = Math.ceil(Math.sqrt(inChannels));
    const rows = Math.ceil(inChannels / columns);
    Object.assign(this.canvas, { width: columns * (width + 1) - 1, height: rows * (height + 1) - 1 });
    const context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    for (let channel = 0; channel < inChannels; channel += 1) {
      const from = channel * (width + 1);
      const x = (channel % columns) * (width + 1);
      const y = Math.floor(channel / columns) * (height + 1);
      context.putImageData(strip, x - from, y, from, 0, width, height);
    }
  }
}
