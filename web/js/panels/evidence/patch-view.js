/**
 * "What if these pixels were blank?": a patch of paper that the visitor moves over the image by pointer, finger or arrow
 * keys. The network reads the covered image at once, beside the reading on the page, which stays.
 */

import { coalesce } from "../../lib/coalesce.js";
import { pictureOf, valuesOf } from "../../protocol/stages.js";
import { make, setText } from "../../ui/dom.js";
import { PatchBars } from "./patch-bars.js";

/** @import { Model } from "../../protocol/messages.js" */
/** @import { Shown } from "../../protocol/page-state.js" */
/** @import { PanelContext } from "../panel-context.js" */

const SHARES = [1 / 14, 1 / 7, 1 / 4, 1 / 3]; // of the image's shorter side: the sides of the patches to choose from
const FIRST = 1; // of these, as large as the patches of occlusion

/** @type {Record<string, [down: number, right: number]>} */
const KEYS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export class PatchView {
  /** @param {PanelContext} context */
  constructor(context) {
    this.context = context;
    this.side = 1; // in pixels of the image
    this.place = { row: 0, column: 0 }; // of the patch's top left pixel
    this.image = { height: 1, width: 1 };
    this.shape = "";
    /** @type {Shown | null} */
    this.shown = null;
    /** Reads the covered image, the newest place first. */
    this.read = coalesce(
      () => context.tabs.isOpen("evidence"),
      () => this.update(),
    );
    this.canvas = make("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    this.patch = make("div", "patch");
    this.stage = make("div", "patch-image", this.canvas, this.patch);
    this.stage.dataset.testid = "patch-image";
    this.stage.tabIndex = 0;
    this.stage.setAttribute("role", "application");
    this.sizeName = make("span");
    this.size = make("select");
    this.size.dataset.testid = "patch-size";
    this.title = make("h3");
    this.bars = new PatchBars(context);
    this.sentence = make("p", "patch-sentence");
    this.sentence.dataset.testid = "patch-sentence";
    this.sentence.setAttribute("role", "status");
    this.element = make(
      "section",
      "patch-view",
      this.title,
      make("div", "patch-left", this.stage, make("label", "", this.sizeName, this.size)),
      make("div", "patch-right", this.bars.element, this.sentence),
    );
    this.listen();
  }

  listen() {
    const { stage, size } = this;
    stage.addEventListener("pointerdown", (event) => {
      stage.setPointerCapture(event.pointerId);
      this.pointTo(event);
    });
    stage.addEventListener("pointermove", (event) => {
      if (stage.hasPointerCapture(event.pointerId)) {
        this.pointTo(event);
      }
    });
    stage.addEventListener("keydown", (event) => this.moveByKey(event));
    size.addEventListener("change", () => this.resize(Number(size.value)));
  }

  localise() {
    const { evidence } = this.context.texts;
    setText(this.title, evidence.patch.title);
    setText(this.sizeName, evidence.patch.size);
    this.stage.setAttribute("aria-label", evidence.patch.label);
    this.bars.localise();
    for (const option of this.size.options) {
      option.text = evidence.patch.pixels(Number(option.value));
    }
  }

  /** @param {Model} model */
  showModel(model) {
    const [, height, width] = model.stages[0].shape;
    if (this.shape !== `${height} × ${width}`) {
      this.shape = `${height} × ${width}`;
      this.image = { height, width };
      const shorter = Math.min(height, width);
      const sides = [...new Set(SHARES.map((share) => Math.max(1, Math.round(shorter * share))))];
      const { pixels } = this.context.texts.evidence.patch;
      this.size.replaceChildren(...sides.map((side) => new Option(pixels(side), String(side))));
      this.size.selectedIndex = Math.min(FIRST, sides.length - 1);
      this.side = Number(this.size.value);
      this.moveTo((height - this.side) / 2, (width - this.side) / 2);
    }
  }

  /**
   * Paints the image of a reading; that under the patch is read when `read` is called.
   * @param {Shown} shown
   */
  show(shown) {
    const { model } = this.context.view;
    const image = model && pictureOf(shown, model, model.stages[0]);
    this.shown = shown;
    if (image && image.scale === 1) {
      Object.assign(this.canvas, this.image); // of a coloured image, the first channel
      this.canvas.getContext("2d")?.putImageData(new ImageData(image.pixels, image.width, image.height), 0, 0);
    }
  }

  /** @param {PointerEvent} event the pointer is in the middle of the patch */
  pointTo({ clientX, clientY }) {
    const box = this.canvas.getBoundingClientRect();
    const row = ((clientY - box.top) / box.height) * this.image.height - this.side / 2;
    const column = ((clientX - box.left) / box.width) * this.image.width - this.side / 2;
    this.moveTo(row, column);
  }

  /** @param {KeyboardEvent} event */
  moveByKey(event) {
    const step = KEYS[event.key];
    if (step && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      const far = event.shiftKey ? this.side : 1;
      this.moveTo(this.place.row + far * step[0], this.place.column + far * step[1]);
    }
  }

  /** @param {number} side of the patch, which keeps its middle */
  resize(side) {
    const shift = (this.side - side) / 2;
    this.side = side;
    this.moveTo(this.place.row + shift, this.place.column + shift);
  }

  /**
   * @param {number} row of the top left pixel; the patch stays on the image
   * @param {number} column
   */
  moveTo(row, column) {
    const { height, width } = this.image;
    const within = (/** @type {number} */ at, /** @type {number} */ size) =>
      Math.max(0, Math.min(size - this.side, Math.round(at)));
    this.place = { row: within(row, height), column: within(column, width) };
    const percent = (/** @type {number} */ pixels, /** @type {number} */ size) => `${(100 * pixels) / size}%`;
    Object.assign(this.patch.style, {
      top: percent(this.place.row, height),
      left: percent(this.place.column, width),
      height: percent(this.side, height),
      width: percent(this.side, width),
    });
    this.read();
  }

  async update() {
    const { shown, place, side } = this;
    const { model } = this.context.view;
    const image = shown && model && valuesOf(shown, model, model.stages[0]);
    if (!image || !shown) {
      return;
    }
    const { covered, wasInk } = this.cover(image);
    const found = await this.context.side.read(covered);
    if (!found || shown !== this.shown) {
      return; // the drawing goes on
    }
    const before = Array.from(shown.probabilities);
    this.bars.show(before, found.probabilities, model.classes);
    const isCurrent = place === this.place && side === this.side;
    if (isCurrent) {
      setText(this.sentence, this.bars.sentence(before, found.probabilities, model.classes, side, wasInk));
    }
  }

  /**
   * A copy of the image with 0, as on paper, under the patch.
   * @param {Float32Array} image (C, H, W)
   * @returns {{ covered: Float32Array, wasInk: boolean }} and whether there was ink under it
   */
  cover(image) {
    const { height, width } = this.image;
    const { row, column } = this.place;
    const covered = image.slice();
    let wasInk = false;
    for (let start = row * width + column; start < image.length; start += height * width) {
      for (let line = 0; line < this.side; line += 1) {
        const from = start + line * width;
        wasInk ||= covered.subarray(from, from + this.side).some((value) => value !== 0);
        covered.fill(0, from, from + this.side);
      }
    }
    return { covered, wasInk };
  }
}
