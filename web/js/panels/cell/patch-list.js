/** The patches that excite one map most, as a list with one patch selected, whose value is shown below. */

import { printOne, scaleFor } from "../../i18n/number-format.js";
import { make, Pool, setText } from "../../ui/dom.js";

/** @import { Texts } from "../../i18n/language.js" */
/** @import { Patch } from "../../protocol/messages.js" */
/** @import { FoundPatches } from "./patch-search.js" */

const COLUMNS = 3;
const LARGEST_SIDE = 56; // pixels of a canvas; a larger patch is scaled down

/** @type {Record<string, number>} */
const STEPS = { ArrowUp: -COLUMNS, ArrowDown: COLUMNS, ArrowLeft: -1, ArrowRight: 1 };

let lists = 0;

export class PatchList {
  /** @param {Texts["look"]} texts */
  constructor(texts) {
    this.texts = texts;
    this.channel = 0;
    /** @type {FoundPatches | null} */
    this.found = null;
    this.selected = -1; // none
    lists += 1;
    this.id = `patches-${lists}`;
    this.grid = make("div", "patch-grid");
    this.grid.setAttribute("role", "listbox");
    this.grid.tabIndex = 0;
    this.canvases = new Pool(this.grid, () => this.makeCanvas());
    this.fact = make("span", "patch-fact");
    this.element = make("div", "patches", this.grid, this.fact);
    this.grid.addEventListener("pointerover", ({ target }) => this.select(this.grid.children, target));
    this.grid.addEventListener("pointerleave", () => this.choose(-1));
    this.grid.addEventListener("click", ({ target }) => this.select(this.grid.children, target));
    this.grid.addEventListener("focus", () => this.choose(Math.max(0, this.selected)));
    this.grid.addEventListener("blur", () => this.choose(-1));
    this.grid.addEventListener("keydown", (event) => this.moveByKey(event));
    this.clear();
  }

  makeCanvas() {
    const element = document.createElement("canvas");
    element.id = `${this.id}-${this.grid.childElementCount}`;
    element.setAttribute("role", "option");
    return { element };
  }

  /** Nothing is known yet. */
  clear() {
    this.found = null;
    this.selected = -1;
    this.canvases.take(0);
    this.grid.hidden = true;
    setText(this.fact, "");
  }

  /** @returns {Patch[]} */
  get patches() {
    return this.found?.maps[this.channel].patches ?? [];
  }

  /**
   * @param {number} channel
   * @param {FoundPatches} found
   */
  show(channel, found) {
    this.channel = channel;
    this.found = found;
    this.canvases.take(this.patches.length).forEach(({ element }, number) => {
      paintPatch(element, this.patches[number], found);
    });
    this.grid.hidden = this.patches.length === 0;
    this.localise();
  }

  /** The language may have changed. */
  localise() {
    const { found, texts } = this;
    if (!found) {
      return;
    }
    this.grid.setAttribute("aria-label", texts.kernels.patches.label(this.channel + 1));
    this.patches.forEach((patch, number) => {
      const text = this.describe(patch);
      this.canvases.items[number].element.setAttribute("aria-label", text);
    });
    this.choose(this.selected);
  }

  /** @param {Patch} patch */
  describe({ value, image }) {
    const { labels } = /** @type {FoundPatches} */ (this.found);
    return this.texts.kernels.patches.value(this.print(value), String(labels[image % labels.length]));
  }

  /** @param {Patch["value"]} value */
  print(value) {
    return typeof value === "number" ? printOne(value, scaleFor([value])) : String(value);
  }

  /**
   * Selects the patch that an event is about.
   * @param {HTMLCollection} canvases
   * @param {EventTarget | null} target
   */
  select(canvases, target) {
    const number = Array.prototype.indexOf.call(canvases, target);
    if (number >= 0) {
      this.choose(number);
    }
  }

  /** @param {number} number of a patch whose value is shown; -1 for what is said of all */
  choose(number) {
    const { blank = false } = this.found?.maps[this.channel] ?? {};
    const words = this.texts.kernels.patches;
    const [strongest] = this.patches;
    this.selected = number;
    this.canvases.items.forEach(({ element }, index) => {
      element.setAttribute("aria-selected", String(index === number));
    });
    if (number >= 0) {
      this.grid.setAttribute("aria-activedescendant", `${this.id}-${number}`);
      setText(this.fact, this.describe(this.patches[number]));
    } else {
      this.grid.removeAttribute("aria-activedescendant");
      const summary = blank ? words.blank : words.strongest;
      setText(this.fact, strongest ? summary(this.print(strongest.value)) : words.silent);
    }
  }

  /** @param {KeyboardEvent} event */
  moveByKey(event) {
    const step = STEPS[event.key];
    if (!step) {
      return;
    }
    event.preventDefault(); // the list of kernels would scroll
    const next = this.selected + step;
    if (next >= 0 && next < this.patches.length) {
      this.choose(next);
    }
  }
}

/**
 * Paints a patch; what lies outside the image stays transparent.
 * @param {HTMLCanvasElement} canvas
 * @param {Patch} patch
 * @param {FoundPatches} found
 */
function paintPatch(canvas, { image, top, left }, { window: [height, width], sheet, height: imageHeight }) {
  const scale = Math.min(1, LARGEST_SIDE / Math.max(height, width));
  canvas.width = Math.ceil(width * scale);
  canvas.height = Math.ceil(height * scale);
  const [from, to] = [Math.max(top, 0), Math.min(top + height, imageHeight)];
  const [start, end] = [Math.max(left, 0), Math.min(left + width, sheet.width)];
  const [down, across, tall, wide] = [from - top, start - left, to - from, end - start].map((side) => side * scale);
  canvas
    .getContext("2d")
    ?.drawImage(sheet, start, image * imageHeight + from, end - start, to - from, across, down, wide, tall);
}
