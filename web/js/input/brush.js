/** Paints strokes on the pad's canvas at once. This picture is only shown; Python makes the network's image from the strokes. */

import { PAD_SIZE } from "./drawing.js";

/** @import { Stroke } from "../protocol/page-state.js" */

const HAIR = 0.01; // pad units; a canvas does not paint lines of length zero, and a dot is one

export class Brush {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    this.size = 24;
    this.isFaint = false;
  }

  /**
   * Match the canvas to the resolution of the screen.
   * @param {number} pixels the pad's side on the screen
   */
  resize(pixels) {
    this.canvas.width = pixels;
    this.canvas.height = pixels;
  }

  prepare() {
    const scale = this.canvas.width / PAD_SIZE;
    this.context.setTransform(scale, 0, 0, scale, 0, 0);
    this.context.lineCap = "round";
    this.context.lineJoin = "round";
    this.context.lineWidth = this.size;
    this.context.strokeStyle = this.isFaint ? "#8a8a8a" : "#ffffff";
  }

  /** @param {Stroke[]} strokes */
  repaint(strokes) {
    this.prepare();
    this.context.clearRect(0, 0, PAD_SIZE, PAD_SIZE);
    for (const stroke of strokes) {
      this.paint(stroke, 0);
    }
  }

  /**
   * Paint a stroke, beginning at the point with index `first`.
   * @param {Stroke} stroke
   * @param {number} first
   */
  paint(stroke, first) {
    this.prepare();
    const from = Math.max(first - 1, 0);
    this.context.beginPath();
    this.context.moveTo(stroke[from][0] - HAIR, stroke[from][1]);
    for (const [x, y] of stroke.slice(from)) {
      this.context.lineTo(x, y);
    }
    this.context.stroke();
  }
}
