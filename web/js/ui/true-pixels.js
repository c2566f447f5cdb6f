/**
 * Some browsers falsify the pixels that a page reads from a canvas, so that nobody is recognised by them: Firefox with
 * resistFingerprinting, as in Tor Browser, gives noise.
 */

const SIDE = 16;
const SLIGHT = 2; // of 255; Brave and private windows of Firefox change single pixels by 1, which spoils no picture

/**
 * Whether pixels are read from a canvas as they were painted on it.
 * @param {HTMLCanvasElement | OffscreenCanvas} canvas of the kind that is to be read; a new one
 */
export function readsTruePixels(canvas) {
  canvas.width = canvas.height = SIDE;
  const context = /** @type {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} */ (
    canvas.getContext("2d", { willReadFrequently: true })
  );
  const painted = new ImageData(SIDE, SIDE);
  for (let at = 0; at < painted.data.length; at++) {
    painted.data[at] = at % 4 === 3 ? 255 : (37 * at) % 256;
  }
  context.putImageData(painted, 0, 0);
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  return data.every((level, at) => Math.abs(level - painted.data[at]) <= SLIGHT);
}
