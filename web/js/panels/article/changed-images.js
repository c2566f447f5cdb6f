/** The reader's image, changed in ways that a network has not learned. An image is flat: channels × height × width. */

/** @typedef {{ channels: number, height: number, width: number }} Size */
/** @typedef {(row: number, column: number) => [row: number, column: number]} Source where a pixel comes from */

/**
 * Every pixel from another place; 0 where that is outside.
 * @param {Float32Array} image
 * @param {Size} size
 * @param {Source} source
 */
function moved(image, { channels, height, width }, source) {
  return image.map((_, index) => {
    const channel = Math.floor(index / (height * width)) % channels;
    const [row, column] = source(Math.floor(index / width) % height, index % width);
    const isInside = row >= 0 && row < height && column >= 0 && column < width;
    return isInside ? image[(channel * height + row) * width + column] : 0;
  });
}

/**
 * A quarter turn to the left; half a turn if the image is not square.
 * @param {Float32Array} image
 * @param {Size} size
 */
export function turned(image, size) {
  const { height, width } = size;
  return height === width
    ? moved(image, size, (row, column) => [column, width - 1 - row])
    : moved(image, size, (row, column) => [height - 1 - row, width - 1 - column]);
}

/**
 * @param {Float32Array} image
 * @param {Size} size
 */
export const mirrored = (image, size) => moved(image, size, (row, column) => [row, size.width - 1 - column]);

/**
 * A quarter of the way down and to the right.
 * @param {Float32Array} image
 * @param {Size} size
 */
export function pushed(image, size) {
  const [down, right] = [Math.round(size.height / 4), Math.round(size.width / 4)];
  return moved(image, size, (row, column) => [row - down, column - right]);
}

/** @param {Float32Array} image */
export const inverted = (image) => image.map((value) => 1 - value);

/** @param {Float32Array} image */
export const blank = (image) => image.map(() => 0);

/**
 * Noise, always the same: uniform in 0 … 1 (Mulberry32).
 * @param {Float32Array} image
 */
export function noise(image) {
  let state = 1;
  return image.map(() => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  });
}
