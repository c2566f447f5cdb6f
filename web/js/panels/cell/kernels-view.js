/** A stage's kernels: each as a picture, with its values where there is room, and how often it fires on this drawing. */

import { messageOf } from "../../i18n/error-text.js";
import { printOne, printSigned, round, scaleFor } from "../../i18n/number-format.js";
import { imageOf } from "../../ui/canvas.js";
import { make, Pool, setText } from "../../ui/dom.js";
import { css, textOn } from "./cell-colours.js";

/** @import { Stage } from "../../protocol/messages.js" */
/** @import { Answer, Kernel, Kernels, Place } from "../../protocol/questions.js" */
/** @import { PanelContext } from "../../view/panel.js" */
/** @import { Colour } from "./cell-colours.js" */

/** @typedef {Answer<"kernels">} KernelsAnswer */

const MOST_VALUES = 30; // of a kernel, that are printed on it

/** @type {Record<string, [row: number, column: number]>} */
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export class KernelsView {
  /**
   * @param {PanelContext["texts"]["look"]} words
   * @param {PanelContext} context
   * @param {(place: Place) => void} onChoose the cell where the chosen kernel fires most
   */
  constructor(words, context, onChoose) {
    this.words = words;
    this.context = context;
    /** @type {Stage | null} */
    this.stage = null;
    this.note = make("p", "cell-note");
    this.list = make("ul", "kernel-list");
    this.element = make("div", "kernels", this.note, this.list);
    this.element.dataset.testid = "kernels";
    this.pool = new Pool(
      this.list,
      () =>
        new KernelCard(words, ({ channel, row, column }) => {
          if (this.stage) {
            onChoose({ stage: this.stage.name, channel, row, column });
          }
        }),
    );
  }

  /** @param {Stage} stage */
  open(stage) {
    this.stage = stage;
    this.pool.take(0);
    setText(this.note, "");
    this.refresh();
  }

  /** Ask again: a new drawing lets other kernels fire. */
  async refresh() {
    const { stage, context, words } = this;
    if (!stage || !context.shown()?.values || !context.python()?.isUp) {
      setText(this.note, words.waiting);
      return;
    }
    try {
      const answer = await context.ask("kernels", { stage: stage.name });
      if (answer && stage === this.stage) {
        this.show(answer);
      }
    } catch (error) {
      setText(this.note, words.broken(messageOf(error)));
    }
  }

  /** @param {KernelsAnswer} answer */
  show({ result, numbers, pictures }) {
    const model = this.context.model();
    setText(this.note, result ? "" : this.words.kernels.none);
    const kernels = result?.kernels ?? [];
    this.pool.take(kernels.length).forEach((card, index) => {
      if (result && model) {
        card.show(kernels[index], result, numbers, pictures);
      }
    });
  }
}

class KernelCard {
  /**
   * @param {PanelContext["texts"]["look"]} words
   * @param {(kernel: Kernel) => void} onChoose
   */
  constructor(words, onChoose) {
    this.words = words;
    /** @type {Kernel | null} */
    this.kernel = null;
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    this.values = make("span", "kernel-values");
    this.values.setAttribute("aria-hidden", "true");
    this.cells = new Pool(this.values, () => ({ element: make("span") }));
    /** @type {number[]} all weights, map by map; and how they lie */
    this.weights = [];
    this.size = [1, 1];
    this.pointed = { row: 0, column: 0 }; // the weight that the keys lead from, on the picture
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
    this.button.addEventListener("click", () => this.kernel && onChoose(this.kernel));
    this.button.addEventListener("pointermove", (event) => this.point(event));
    this.button.addEventListener("keydown", (event) => this.moveByKey(event));
    this.element = make("li", "", this.button);
  }

  /**
   * @param {Kernel} kernel
   * @param {Kernels} all
   * @param {Float32Array} numbers
   * @param {Uint8ClampedArray<ArrayBuffer>} pictures
   */
  show(kernel, { size, inChannels }, numbers, pictures) {
    const { words } = this;
    const { picture, weight, channel, share, bias } = kernel;
    if (this.kernel?.channel !== channel || this.kernel.weight.shape.join() !== weight.shape.join()) {
      setText(this.weight, "");
      this.pointed = { row: 0, column: 0 };
    }
    this.kernel = kernel;
    const strip = imageOf(picture, pictures);
    this.paint(strip, inChannels, size);
    const count = inChannels * size[0] * size[1];
    const isPrinted = inChannels === 1 && count <= MOST_VALUES;
    this.values.hidden = !isPrinted;
    this.weight.hidden = isPrinted; // else one number at a time is said: the one that is pointed at
    this.values.style.setProperty("--columns", String(size[1]));
    const values = Array.from(numbers.subarray(weight.offset, weight.offset + count));
    const scale = scaleFor(values);
    this.weights = values;
    this.size = size;
    this.cells.take(isPrinted ? count : 0).forEach(({ element }, index) => {
      const colour = /** @type {Colour} */ (Array.from(strip.data.subarray(4 * index, 4 * index + 3)));
      setText(element, printOne(values[index], scale));
      element.style.background = css(colour);
      element.style.color = textOn(colour);
    });
    setText(this.name, words.map(channel + 1));
    const biasText =
      typeof bias === "number" ? printSigned(round(bias, scaleFor([bias])), scaleFor([bias])) : String(bias);
    setText(this.fires, words.kernels.fires(share));
    setText(this.bias, words.kernels.bias(biasText));
    this.button.title = words.kernels.show(channel + 1);
    if (this.weight.textContent) {
      this.sayWeight(this.pointed.row, this.pointed.column); // in the language in force
    }
  }

  /**
   * Say the weight below the pointer.
   * @param {PointerEvent} event
   */
  point({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const row = Math.floor(((clientY - top) / height) * this.canvas.height);
    const column = Math.floor(((clientX - left) / width) * this.canvas.width);
    this.sayWeight(row, column);
  }

  /**
   * The arrow keys lead over the picture, across the gaps between its kernels.
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
    this.sayWeight(row + down, column + across) || this.sayWeight(row + 2 * down, column + 2 * across);
  }

  /**
   * Say one weight, with its place.
   * @param {number} row on the picture, in cells
   * @param {number} column
   * @returns {boolean} whether there is one
   */
  sayWeight(row, column) {
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
    setText(this.weight, this.words.kernels.weight(map + 1, y + 1, x + 1, weight));
    return true;
  }

  /**
   * The kernels for all input maps, in about a square.
   * @param {ImageData} strip side by side, as Python sends them
   * @param {number} inChannels
   * @param {number[]} size
   */
  paint(strip, inChannels, [height, width]) {
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
