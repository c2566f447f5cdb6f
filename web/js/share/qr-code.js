/** QR codes, black on white in both themes, as cameras expect them. */

import encodeQR from "qr";

const QUIET_ZONE = 4; // modules of white around the code, as the standard demands
const MODULE = 8; // pixels

/**
 * The modules of a code, true for black, with the quiet zone; null if the text is too long for any code. On a screen
 * nothing is smudged, so the weakest correction is enough, which leaves the modules larger.
 * @param {string} text
 */
export function modulesOf(text) {
  try {
    return encodeQR(text, "raw", { ecc: "low", border: QUIET_ZONE });
  } catch (error) {
    if (/capacity/i.test(String(error))) {
      return null;
    }
    throw error;
  }
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {boolean[][]} modules
 */
export function paintModules(canvas, modules) {
  canvas.width = canvas.height = modules.length * MODULE;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = "#000";
  modules.forEach((row, y) => {
    row.forEach((isBlack, x) => {
      if (isBlack) {
        context.fillRect(x * MODULE, y * MODULE, MODULE, MODULE);
      }
    });
  });
}

/**
 * The code as a vector graphic: no canvas is read, which some browsers falsify.
 * @param {boolean[][]} modules
 */
export function svgOf(modules) {
  const size = modules.length;
  const bars = modules.flatMap((row, y) => row.map((isBlack, x) => (isBlack ? `M${x} ${y}h1v1h-1z` : "")));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size * MODULE}" height="${size * MODULE}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${bars.join("")}"/></svg>`;
}
