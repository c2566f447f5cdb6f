/** The pad: pointer and keyboard become strokes, and ink is on the screen in the frame of the event. */

import { Brush } from "./brush.js";
import { Drawing, PAD_SIZE } from "./drawing.js";

/** @import { Stroke } from "../protocol/page-state.js" */

const KEY_STEP = 5; // pad units that an arrow key moves the pen; half an image pixel
const STEPS = /** @type {Record<string, [number, number]>} */ ({
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
});

export class Pad {
  /**
   * @param {HTMLElement} element takes pointer and focus
   * @param {HTMLCanvasElement} canvas lies in it
   * @param {HTMLElement} cursor the keyboard's pen
   * @param {(change: { time: number }) => void} onChange `time` is that of the event
   * @param {(isDown: boolean) => void} onPen the keyboard's pen was put down, or lifted
   */
  constructor(element, canvas, cursor, onChange, onPen) {
    this.element = element;
    this.cursor = cursor;
    this.onChange = onChange;
    this.onPen = onPen;
    this.drawing = new Drawing();
    this.brush = new Brush(canvas);
    this.isExample = false;
    /** @type {number | null} */
    this.pointer = null;
    this.pen = { x: PAD_SIZE / 2, y: PAD_SIZE / 2, isDown: false };
    element.addEventListener("pointerdown", (event) => this.press(event));
    element.addEventListener("pointermove", (event) => this.move(event));
    for (const end of /** @type {const} */ (["pointerup", "pointercancel", "lostpointercapture"])) {
      element.addEventListener(end, (event) => this.lift(event));
    }
    element.addEventListener("keydown", (event) => this.key(event));
    element.addEventListener("blur", () => this.dropPen());
    new ResizeObserver(() => this.fit()).observe(element);
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

  /** @param {number} [time] of the event that asked for it */
  changed(time = performance.now()) {
    this.onChange({ time });
  }

  /**
   * Show strokes that are nobody's drawing: the first ink takes their place.
   * @param {Stroke[]} strokes
   */
  showExample(strokes) {
    this.drawing = new Drawing();
    this.drawing.strokes = strokes;
    this.isExample = true;
    this.repaint();
  }

  /** Take an example off the pad, so that what comes next is a drawing. */
  dropExample() {
    if (this.isExample) {
      this.drawing = new Drawing();
      this.isExample = false;
      this.repaint();
    }
  }

  /**
   * Put strokes on the pad in place of what is there; can be undone.
   * @param {Stroke[]} strokes
   */
  setStrokes(strokes) {
    this.dropExample();
    this.drawing.replace(strokes);
    this.repaint();
    this.changed();
  }

  /**
   * Show strokes in place of those that are there, as one change with them.
   * @param {Stroke[]} strokes
   */
  showStrokes(strokes) {
    this.drawing.strokes = strokes;
    this.drawing.upTo = null;
    this.repaint();
    this.changed();
  }

  clear() {
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
   * Show the drawing as it was after that many points; nothing of it is lost.
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
    const stroke = this.drawing.growing;
    if (event.pointerId !== this.pointer || !stroke) {
      return;
    }
    const first = stroke.length;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const part of events.length > 0 ? events : [event]) {
      const { x, y } = this.place(part);
      this.drawing.extend(x, y, part.timeStamp);
    }
    this.brush.paint(stroke, first);
    this.changed(event.timeStamp);
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
    this.drawing.begin(x, y, time); // new ink goes to the drawing's end, also where somebody has looked back in time
    if (wasPart) {
      this.repaint();
    }
    this.brush.paint(/** @type {Stroke} */ (this.drawing.strokes.at(-1)), 0);
    this.changed(time);
  }

  /**
   * Where a pointer is on the 280 × 280 pad.
   * @param {PointerEvent} event
   */
  place(event) {
    const box = this.element.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left - this.element.clientLeft) / this.element.clientWidth) * PAD_SIZE,
      y: ((event.clientY - box.top - this.element.clientTop) / this.element.clientHeight) * PAD_SIZE,
    };
  }

  /**
   * Drawing by keyboard: arrows move the pen, Space or Enter puts it down and lifts it.
   * @param {KeyboardEvent} event
   */
  key(event) {
    const step = STEPS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || (!step && event.key !== " " && event.key !== "Enter")) {
      return;
    }
    event.preventDefault();
    if (!step) {
      this.pen.isDown = !this.pen.isDown;
      if (this.pen.isDown) {
        this.dropExample();
        this.beginStroke(this.pen.x, this.pen.y, event.timeStamp);
      }
      this.onPen(this.pen.isDown);
    } else {
      const far = event.shiftKey ? 4 : 1;
      this.pen.x = Math.min(Math.max(this.pen.x + step[0] * KEY_STEP * far, 0), PAD_SIZE);
      this.pen.y = Math.min(Math.max(this.pen.y + step[1] * KEY_STEP * far, 0), PAD_SIZE);
      const stroke = this.drawing.growing;
      if (this.pen.isDown && stroke) {
        this.drawing.extend(this.pen.x, this.pen.y, event.timeStamp);
        this.brush.paint(stroke, stroke.length - 1);
        this.changed(event.timeStamp);
      }
    }
    this.showPen();
  }

  dropPen() {
    this.pen.isDown = false;
    this.cursor.hidden = true;
  }

  showPen() {
    this.cursor.hidden = false;
    this.cursor.classList.toggle("down", this.pen.isDown);
    this.cursor.style.left = `${(this.pen.x / PAD_SIZE) * 100}%`;
    this.cursor.style.top = `${(this.pen.y / PAD_SIZE) * 100}%`;
  }
}
