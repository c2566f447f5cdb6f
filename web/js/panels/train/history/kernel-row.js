/** The kernels of the first convolution as small pictures in a row. */

import { showImage } from "../../../ui/canvas.js";
import { entryIn } from "../../../ui/colours.js";
import { make, Pool } from "../../../ui/dom.js";

export class KernelRow {
  constructor() {
    this.element = make("div", "kernel-row");
    this.element.setAttribute("role", "img");
    this.pool = new Pool(this.element, () => ({ element: make("canvas") }));
  }

  /**
   * Show kernels, coloured by their largest weight.
   * @param {Float32Array[]} kernels
   * @param {[height: number, width: number]} size
   * @param {number[]} table RGBA of 256 colours, flat, from negative to positive
   */
  show(kernels, [height, width], table) {
    const largest = Math.max(...kernels.map((kernel) => Math.max(...kernel.map(Math.abs))));
    this.pool.take(kernels.length).forEach(({ element }, number) => {
      const image = new ImageData(width, height);
      kernels[number].forEach((weight, cell) => {
        const start = entryIn(weight, -largest, largest);
        image.data.set(table.slice(start, start + 4), 4 * cell);
      });
      showImage(element, image);
    });
  }
}
