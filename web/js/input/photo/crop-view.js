/** A picture with a crop on it, which can be dragged, resized and turned by pointer and by keys. */

import { texts } from "../../i18n/language.js";
import { button, make } from "../../ui/dom.js";
import { angleTowards, HANDLES, moved, resized, rotated, wholeOf } from "./crop.js";

/** @import { Crop, Handle, Point } from "./crop.js" */

const STEP = 0.01; // of the picture's larger side, for an arrow key; with Shift, FAR times as much
const FAR = 5;
const TURN = 1; // degrees, for an arrow key
const TURN_FAR = 15;

/** @type {Record<string, Point>} */
const ARROWS = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

export class CropView {
  /**
   * @param {HTMLCanvasElement} picture
   * @param {Crop | null} crop to begin with; null for the whole picture
   */
  constructor(picture, crop) {
    this.picture = picture;
    this.crop = crop ?? wholeOf(picture);
    const words = texts.picture.crop;
    this.canvas = make("canvas");
    this.canvas.width = picture.width;
    this.canvas.height = picture.height;
    this.canvas.getContext("2d")?.drawImage(picture, 0, 0);
    this.box = make("div", "crop-box");
    const body = this.makeControl("crop-body", words.move, (by) => moved(this.crop, by, picture));
    const handles = HANDLES.map((handle, number) =>
      this.makeControl(`crop-handle ${placeOf(handle)}`, words.handles[number], (by) =>
        resized(this.crop, handle, by, picture),
      ),
    );
    this.turner = this.makeTurner();
    this.box.append(body, ...handles, this.turner);
    this.element = make("div", "crop-stage", this.canvas, this.box);
    this.element.dataset.testid = "crop-stage";
    this.element.style.setProperty("--ratio", String(picture.width / picture.height));
    this.show();
  }

  /** Pixels of the picture for each pixel of the screen. */
  get scale() {
    return this.picture.width / this.canvas.getBoundingClientRect().width;
  }

  /**
   * @param {string} className
   * @param {string} label
   * @param {(by: Point) => Crop} change the crop after a movement on the picture
   */
  makeControl(className, label, change) {
    const control = button(className, "", () => {});
    control.setAttribute("aria-label", label);
    control.addEventListener("pointermove", (event) => {
      if (control.hasPointerCapture(event.pointerId)) {
        this.set(change({ x: event.movementX * this.scale, y: event.movementY * this.scale }));
      }
    });
    this.capture(control);
    control.addEventListener("keydown", (event) => {
      const arrow = ARROWS[event.key];
      if (arrow) {
        event.preventDefault();
        const far = Math.max(this.picture.width, this.picture.height) * STEP * (event.shiftKey ? FAR : 1);
        this.set(change({ x: arrow.x * far, y: arrow.y * far }));
      }
    });
    return control;
  }

  /** The handle that turns the crop: a slider of degrees. */
  makeTurner() {
    const turner = make("div", "crop-turner");
    turner.tabIndex = 0;
    turner.setAttribute("role", "slider");
    turner.setAttribute("aria-label", texts.picture.crop.turn);
    turner.setAttribute("aria-valuemin", "-180");
    turner.setAttribute("aria-valuemax", "180");
    this.capture(turner);
    turner.addEventListener("pointermove", (event) => {
      if (turner.hasPointerCapture(event.pointerId)) {
        this.set({ ...this.crop, angle: angleTowards(this.crop, this.pointOf(event)) });
      }
    });
    turner.addEventListener("keydown", (event) => {
      const degrees = turnOf(event);
      if (degrees !== undefined) {
        event.preventDefault();
        this.set(degrees === 0 ? { ...this.crop, angle: 0 } : rotated(this.crop, degrees));
      }
    });
    return turner;
  }

  /** @param {HTMLElement} control that keeps the pointer while it is pressed */
  capture(control) {
    control.addEventListener("pointerdown", (event) => {
      if (event.isPrimary) {
        control.setPointerCapture(event.pointerId);
      }
    });
  }

  /**
   * @param {PointerEvent} event
   * @returns {Point} on the picture
   */
  pointOf({ clientX, clientY }) {
    const { left, top } = this.canvas.getBoundingClientRect();
    return { x: (clientX - left) * this.scale, y: (clientY - top) * this.scale };
  }

  /** @param {Crop} crop */
  set(crop) {
    this.crop = crop;
    this.show();
  }

  /** Place the box, in shares of the picture. */
  show() {
    const { box, crop, picture } = this;
    box.style.left = `${(100 * (crop.x - crop.width / 2)) / picture.width}%`;
    box.style.top = `${(100 * (crop.y - crop.height / 2)) / picture.height}%`;
    box.style.width = `${(100 * crop.width) / picture.width}%`;
    box.style.height = `${(100 * crop.height) / picture.height}%`;
    box.style.rotate = `${crop.angle}deg`;
    this.turner.setAttribute("aria-valuenow", String(Math.round(crop.angle)));
    this.turner.setAttribute("aria-valuetext", texts.picture.crop.degrees(Math.round(crop.angle)));
  }
}

/** @param {Handle} handle */
function placeOf([across, down]) {
  return `${["top", "middle", "bottom"][down + 1]} ${["left", "centre", "right"][across + 1]}`;
}

/**
 * The degrees that a key turns by, 0 to straighten; undefined for another key.
 * @param {KeyboardEvent} event
 */
function turnOf({ key, shiftKey }) {
  const step = shiftKey ? TURN_FAR : TURN;
  return { ArrowRight: step, ArrowUp: step, ArrowLeft: -step, ArrowDown: -step, PageUp: 15, PageDown: -15, Home: 0 }[
    key
  ];
}
