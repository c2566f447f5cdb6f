/**
 * Detects browsers that falsify the pixels read from a canvas, to prevent fingerprinting: Firefox with
 * resistFingerprinting, as in Tor Browser, returns noise.
 */

const SIDE = 16;
const TOLERANCE = 2; // of 255; Brave and private windows of Firefox change single pixels by 1, which does no harm

/**
 * Whether the pixels read from a canvas are those that were painted on it.
 * @param {HTMLCanvasElement | OffscreenCanvas} canvas a new one, of the type to be checked
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
  return data.every((level, at) => Math.abs(level - painted.data[at]) <= TOLERANCE);
}
