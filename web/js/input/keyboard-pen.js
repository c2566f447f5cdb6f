/**
 * Drawing by keyboard: arrow keys move a pen over the pad; Space or Enter puts it down and lifts it.
 *
 * For assistive technology the pad is a slider: of the roles that a screen reader passes arrow keys on to, it is the one
 * whose value is spoken whenever it changes. Its value in words says where the pen is.
 */

import { texts } from "../i18n/language.js";
import { byId } from "../ui/dom.js";
import { PAD_SIZE } from "./drawing.js";

/** @import { Pad } from "./pad.js" */

const STEP = 5; // pad units, half an image pixel
const LARGE_STEP = 4 * STEP; // with Shift
const LINES = 28; // rows and columns that the pen's place is told in, as in the network's image
const DIRECTIONS = /** @type {Record<string, [x: number, y: number]>} */ ({
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
});

export class KeyboardPen {
  /** @param {Pad} pad */
  constructor(pad) {
    this.pad = pad;
    this.cursor = byId("pad-cursor");
    this.x = PAD_SIZE / 2;
    this.y = PAD_SIZE / 2;
    this.isDown = false;
    pad.element.addEventListener("keydown", (event) => this.press(event));
    pad.element.addEventListener("blur", () => this.hide());
    this.describe();
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const direction = DIRECTIONS[event.key];
    const isSwitch = event.key === " " || event.key === "Enter";
    if (event.ctrlKey || event.metaKey || event.altKey || !(direction || isSwitch)) {
      return;
    }
    event.preventDefault();
    if (isSwitch) {
      this.putDownOrLift(event.timeStamp);
    } else {
      this.move(direction, event.shiftKey ? LARGE_STEP : STEP, event.timeStamp);
    }
    this.show();
  }

  /** @param {number} time of the event */
  putDownOrLift(time) {
    this.isDown = !this.isDown;
    if (this.isDown) {
      this.pad.dropExample();
      this.pad.beginStroke(this.x, this.y, time);
    }
  }

  /**
   * @param {[x: number, y: number]} direction
   * @param {number} step pad units
   * @param {number} time of the event
   */
  move([x, y], step, time) {
    this.x = Math.min(Math.max(this.x + x * step, 0), PAD_SIZE);
    this.y = Math.min(Math.max(this.y + y * step, 0), PAD_SIZE);
    if (this.isDown) {
      this.pad.extendStroke([{ x: this.x, y: this.y, time }], time);
    }
  }

  show() {
    this.describe();
    const { cursor } = this;
    cursor.hidden = false;
    cursor.classList.toggle("down", this.isDown);
    cursor.style.left = `${(this.x / PAD_SIZE) * 100}%`;
    cursor.style.top = `${(this.y / PAD_SIZE) * 100}%`;
  }

  /** Say in words where the pen is. */
  describe() {
    const [row, column] = [this.y, this.x].map(lineAt);
    const { element } = this.pad;
    const cell = (row - 1) * LINES + column - 1;
    element.setAttribute("aria-valuenow", String(2 * cell + Number(this.isDown))); // Orca is silent unless it changes
    element.setAttribute("aria-valuetext", texts.pad.pen(row, column, this.isDown));
  }

  hide() {
    this.isDown = false;
    this.cursor.hidden = true;
    this.describe();
  }

  localise() {
    this.describe();
  }
}

/**
 * The row or column at a coordinate, from 1.
 * @param {number} place pad units
 */
const lineAt = (place) => Math.min(Math.floor((place / PAD_SIZE) * LINES) + 1, LINES);
