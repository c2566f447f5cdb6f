/**
 * One kernel: its picture, its weights as far as there is room, its bias, and how often it fires on the drawing; beside it,
 * what its map looks for. The editor that is put into it once it is loaded changes the weights.
 */

import { printOne, printSigned, round, scaleFor } from "../../i18n/number-format.js";
import { imageOf } from "../../ui/canvas.js";
import { css, textOn } from "../../ui/colours.js";
import { button, make, Pool, setText } from "../../ui/dom.js";
import { KernelPicture } from "./kernel-picture.js";
import { PatchList } from "./patch-list.js";

/** @import { Texts } from "../../i18n/language.js" */
/** @import { Kernel, Kernels } from "../../protocol/questions.js" */
/** @import { Colour } from "../../ui/colours.js" */
/** @import { KernelsView } from "./kernels-view.js" */
/** @import { KernelEditor } from "./weights/kernel-editor.js" */

const MAX_PRINTED = 30; // weights; of a larger kernel the editor shows the weight that is pointed at

export class KernelCard {
  /**
   * @param {Texts["look"]} texts
   * @param {KernelsView} kernels
   */
  constructor(texts, kernels) {
    this.texts = texts;
    /** @type {Kernel | null} */
    this.kernel = null;
    this.layout = new KernelPicture(1, 1, 1);
    this.weights = new Float32Array(); // (inChannels, kH, kW), flat, that the network reads with
    this.high = 0; // of the range of its colours
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    this.values = make("span", "kernel-values");
    this.values.setAttribute("aria-hidden", "true");
    this.cells = new Pool(this.values, () => ({ element: make("span") }));
    this.picture = make("div", "kernel-picture", this.canvas, this.values);
    this.name = button("kernel-name quiet", "", () => this.kernel && kernels.choose(this.kernel));
    this.fires = make("span", "kernel-fact");
    this.bias = make("span", "kernel-fact");
    this.title = make("div", "kernel-title", this.name);
    this.patches = new PatchList(texts);
    const kernel = make("div", "kernel", this.picture, this.title, this.fires, this.bias);
    this.element = make("li", "kernel-card", kernel, this.patches.element);
    /** @type {KernelEditor | null} once it is loaded */
    this.editor = null;
  }

  /**
   * @param {Kernel} kernel
   * @param {Kernels} all
   * @param {Float32Array} numbers of the answer
   * @param {Uint8ClampedArray<ArrayBuffer>} pictures of the answer
   */
  show(kernel, all, numbers, pictures) {
    const { texts } = this;
    const { weight, channel, share, bias } = kernel;
    const layout = new KernelPicture(all.inChannels, all.size[0], all.size[1]);
    const weights = numbers.subarray(weight.offset, weight.offset + layout.count);
    const isNew = this.kernel?.channel !== channel || String(layout.size) !== String(this.layout.size);
    if (isNew || all.scale.high !== this.high || weights.some((each, index) => each !== this.weights[index])) {
      this.weights = weights.slice();
      this.high = all.scale.high;
      this.layout = layout;
      this.paint(imageOf(kernel.picture, pictures));
    }
    this.kernel = kernel;
    setText(this.name, (all.op === "linear" ? texts.number : texts.map)(channel + 1));
    setText(this.fires, texts.kernels.fires(share));
    const biasText =
      typeof bias === "number" ? printSigned(round(bias, scaleFor([bias])), scaleFor([bias])) : String(bias);
    setText(this.bias, texts.kernels.bias(biasText));
    this.name.title = texts.kernels.show(channel + 1);
    this.patches.localise();
    this.editor?.show(kernel, all);
  }

  /** @param {ImageData} strip the input maps side by side, one pixel between them */
  paint(strip) {
    const { layout, canvas } = this;
    const { maps, columns, height, width } = layout;
    Object.assign(canvas, layout.size);
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    for (let map = 0; map < maps; map += 1) {
      const from = map * (width + 1);
      const [x, y] = [(map % columns) * (width + 1), Math.floor(map / columns) * (height + 1)];
      context.putImageData(strip, x - from, y, from, 0, width, height);
    }
    this.printWeights(strip, maps === 1 && layout.count <= MAX_PRINTED);
  }

  /**
   * Prints every weight on the picture, if there is room.
   * @param {ImageData} picture one pixel for each weight
   * @param {boolean} isPrinted
   */
  printWeights(picture, isPrinted) {
    const { weights } = this;
    this.values.hidden = !isPrinted;
    this.values.style.setProperty("--columns", String(this.layout.width));
    const scale = scaleFor([...weights]);
    this.cells.take(isPrinted ? weights.length : 0).forEach(({ element }, index) => {
      const colour = /** @type {Colour} */ (Array.from(picture.data.subarray(4 * index, 4 * index + 3)));
      setText(element, printOne(weights[index], scale));
      element.style.background = css(colour);
      element.style.color = textOn(colour);
    });
  }
}
