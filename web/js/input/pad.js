/**
 * The pad holds what the network reads: a drawing, or a picture in its place. Pointer and keyboard input becomes strokes,
 * and ink is painted in the frame of the event.
 */

import { byId } from "../ui/dom.js";
import { Brush } from "./brush.js";
import { Drawing, flatten, PAD_SIZE } from "./drawing.js";
import { KeyboardPen } from "./keyboard-pen.js";
import { PadPicture } from "./pad-picture.js";

/** @import { Ink } from "../protocol/messages.js" */
/** @import { State, Stroke } from "../protocol/page-state.js" */

/**
 * The object that reads the pad.
 * @typedef {object} PadListener
 * @property {(time: number) => void} padChanged `time` is that of the event, in milliseconds
 */

export class Pad {
  constructor() {
    this.element = byId("pad");
    this.drawing = new Drawing();
    this.brush = new Brush(byId("pad-canvas"));
    this.picture = new PadPicture(byId("pad-picture"));
    this.pen = new KeyboardPen(this);
    /** Whether the drawing is the example of the first paint, which the first ink replaces. */
    this.isExample = false;
    /** Whether ink is centred by its mass, as in MNIST. */
    this.centre = true;
    /** @type {PadListener | null} */
    this.listener = null;
    /** @type {number | null} the pointer that draws */
    this.pointer = null;
    const { element } = this;
    element.addEventListener("pointerdown", (event) => this.press(event));
    element.addEventListener("pointermove", (event) => this.move(event));
    for (const end of /** @type {const} */ (["pointerup", "pointercancel", "lostpointercapture"])) {
      element.addEventListener(end, (event) => this.lift(event));
    }
    new ResizeObserver(() => this.fit()).observe(element);
  }

  /** What is on the pad; "paper" if nothing is. */
  get content() {
    if (this.isExample) {
      return "example";
    }
    if (this.picture.image) {
      return "picture";
    }
    return this.drawing.isEmpty ? "paper" : "drawing";
  }

  /** Whether nothing is on the pad. */
  get isEmpty() {
    return this.drawing.isEmpty && !this.picture.image;
  }

  /**
   * The drawing, or other strokes, in the format that Python receives.
   * @param {Stroke[]} [strokes]
   * @returns {Ink}
   */
  ink(strokes = this.drawing.shown) {
    return { ...flatten(strokes), canvasSize: PAD_SIZE, brush: this.brush.size, centre: this.centre };
  }

  /**
   * The pad's part of the page's state.
   * @returns {Pick<State, "strokes" | "brush" | "centre" | "image">}
   */
  getState() {
    const { drawing, isExample, brush, centre, picture } = this;
    const state = { strokes: isExample ? [] : drawing.strokes, brush: brush.size, centre };
    return picture.image ? { ...state, image: picture.levels } : state;
  }

  /** Match the canvas to the pad's size on the screen. */
  fit() {
    const pixels = Math.round(this.element.clientWidth * devicePixelRatio);
    if (pixels > 0 && pixels !== this.brush.canvas.width) {
      this.brush.resize(pixels);
      this.repaint();
    }
  }

  repaint() {
    this.brush.isFaint = this.isExample;
    this.brush.repaint(this.drawing.shown);
  }

  /** @param {number} [time] of the event, in milliseconds */
  changed(time = performance.now()) {
    if (this.picture.image && !this.drawing.isEmpty) {
      this.picture.show(null); // ink takes the picture's place
    }
    this.listener?.padChanged(time);
  }

  /**
   * Show an image in the drawing's place, until there is ink; null removes it.
   * @param {Float32Array | null} image as the model reads it
   */
  showPicture(image) {
    if (image) {
      this.dropExample();
      this.drawing.clear();
      this.repaint();
    }
    this.picture.show(image);
    this.changed();
  }

  /**
   * Show strokes as an example, which the first ink replaces.
   * @param {Stroke[]} strokes
   */
  showExample(strokes) {
    this.drawing = new Drawing();
    this.drawing.strokes = strokes;
    this.isExample = true;
    this.repaint();
  }

  /** Remove the example, if there is one. */
  dropExample() {
    if (this.isExample) {
      this.drawing = new Drawing();
      this.isExample = false;
      this.repaint();
    }
  }

  /**
   * Replace the drawing; this can be undone.
   * @param {Stroke[]} strokes
   */
  setStrokes(strokes) {
    this.dropExample();
    this.drawing.replace(strokes);
    this.repaint();
    this.changed();
  }

  /**
   * Replace the strokes without a new step in the history.
   * @param {Stroke[]} strokes
   */
  showStrokes(strokes) {
    this.drawing.strokes = strokes;
    this.drawing.upTo = null;
    this.repaint();
    this.changed();
  }

  clear() {
    this.picture.show(null);
    this.dropExample();
    this.drawing.clear();
    this.repaint();
    this.changed();
  }

  undo() {
    this.dropExample();
    this.drawing.undo();
    this.repaint();
    this.changed();
  }

  redo() {
    this.drawing.redo();
    this.repaint();
    this.changed();
  }

  /**
   * Show the drawing as it was after a number of points, without changing it.
   * @param {number | null} points null for all
   */
  lookBack(points) {
    this.drawing.upTo = points;
    this.repaint();
    this.changed();
  }

  /** @param {number} size pad units */
  setBrush(size) {
    this.brush.size = size;
    this.repaint();
    this.changed();
  }

  /** @param {boolean} centre whether ink is centred by its mass, as in MNIST */
  setPlacement(centre) {
    this.centre = centre;
    this.changed();
  }

  /** @param {PointerEvent} event */
  press(event) {
    if (this.pointer !== null || event.button !== 0) {
      return;
    }
    event.preventDefault();
    this.element.focus({ preventScroll: true });
    this.element.setPointerCapture(event.pointerId);
    this.pointer = event.pointerId;
    this.dropExample();
    const { x, y } = this.place(event);
    this.beginStroke(x, y, event.timeStamp);
  }

  /** @param {PointerEvent} event */
  move(event) {
    if (event.pointerId === this.pointer) {
      const coalesced = event.getCoalescedEvents?.() ?? [];
      const events = coalesced.length > 0 ? coalesced : [event];
      this.extendStroke(
        events.map((part) => ({ ...this.place(part), time: part.timeStamp })),
        event.timeStamp,
      );
    }
  }

  /** @param {PointerEvent} event */
  lift(event) {
    if (event.pointerId === this.pointer) {
      this.pointer = null;
    }
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} time
   */
  beginStroke(x, y, time) {
    const wasPart = this.drawing.upTo !== null;
    this.drawing.begin(x, y, time); // new ink is added at the end, even if the timeline shows an earlier moment
    if (wasPart) {
      this.repaint();
    }
    this.brush.paint(/** @type {Stroke} */ (this.drawing.strokes.at(-1)), 0);
    this.changed(time);
  }

  /**
   * Extend the stroke that is being drawn, if there is one.
   * @param {{ x: number, y: number, time: number }[]} points
   * @param {number} time of the event
   */
  extendStroke(points, time) {
    const stroke = this.drawing.growing;
    if (!stroke) {
      return;
    }
    const first = stroke.length;
    for (const point of points) {
      this.drawing.extend(point.x, point.y, point.time);
    }
    this.brush.paint(stroke, first);
    this.changed(time);
  }

  /**
   * The position of a pointer on the 280 × 280 pad.
   * @param {PointerEvent} event
   */
  place(event) {
    const box = this.element.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left - this.element.clientLeft) / this.element.clientWidth) * PAD_SIZE,
      y: ((event.clientY - box.top - this.element.clientTop) / this.element.clientHeight) * PAD_SIZE,
    };
  }
}
