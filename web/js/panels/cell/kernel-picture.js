/**
 * Where each weight of a kernel lies on its picture: the input maps in an approximate square, one pixel for each weight and
 * one between maps. Pure functions.
 */

/** @typedef {{ map: number, y: number, x: number }} Weight input map, row, column; all from 0 */
/** @typedef {{ row: number, column: number }} Pixel of the picture */

export class KernelPicture {
  /**
   * @param {number} maps the input maps
   * @param {number} height of the kernel, kH
   * @param {number} width kW
   */
  constructor(maps, height, width) {
    this.maps = maps;
    this.height = height;
    this.width = width;
    this.columns = Math.ceil(Math.sqrt(maps)); // of input maps
    this.rows = Math.ceil(maps / this.columns);
  }

  /** The size of the picture, in pixels. */
  get size() {
    return { height: this.rows * (this.height + 1) - 1, width: this.columns * (this.width + 1) - 1 };
  }

  /** The number of weights. */
  get count() {
    return this.maps * this.height * this.width;
  }

  /**
   * The weight at a pixel.
   * @param {Pixel} pixel
   * @returns {number | null} its index in the kernel, (maps, kH, kW) flat; null between maps and outside
   */
  indexAt({ row, column }) {
    const [down, across] = [Math.floor(row / (this.height + 1)), Math.floor(column / (this.width + 1))];
    const [y, x] = [row - down * (this.height + 1), column - across * (this.width + 1)];
    const map = down * this.columns + across;
    const isThere = row >= 0 && column >= 0 && y < this.height && x < this.width && across < this.columns;
    return isThere && map < this.maps ? (map * this.height + y) * this.width + x : null;
  }

  /**
   * The weight at a pixel, or beside the gap that the pixel lies in.
   * @param {Pixel} pixel
   * @returns {number | null} null outside, and where there is no input map
   */
  indexNear({ row, column }) {
    const isGap = (/** @type {number} */ at, /** @type {number} */ length) => at % (length + 1) === length;
    return this.indexAt({
      row: isGap(row, this.height) ? row - 1 : row,
      column: isGap(column, this.width) ? column - 1 : column,
    });
  }

  /**
   * @param {number} index
   * @returns {Weight}
   */
  weightAt(index) {
    const cells = this.height * this.width;
    return { map: Math.floor(index / cells), y: Math.floor((index % cells) / this.width), x: index % this.width };
  }

  /**
   * @param {number} index
   * @returns {Pixel}
   */
  pixelOf(index) {
    const { map, y, x } = this.weightAt(index);
    return {
      row: Math.floor(map / this.columns) * (this.height + 1) + y,
      column: (map % this.columns) * (this.width + 1) + x,
    };
  }

  /**
   * The weight that lies in a direction, across the gaps between input maps.
   * @param {number} index
   * @param {number} down rows, −1 … 1
   * @param {number} across columns, −1 … 1
   * @returns {number} the same one at the edge
   */
  neighbour(index, down, across) {
    const { row, column } = this.pixelOf(index);
    const next = this.indexAt({ row: row + down, column: column + across });
    return next ?? this.indexAt({ row: row + 2 * down, column: column + 2 * across }) ?? index;
  }
}
