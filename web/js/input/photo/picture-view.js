/** The picture that a person has opened: the digits found in it, one of which is chosen, and the button to crop it. */

import { picture as words } from "../../i18n/en/picture.js";
import { addTexts, localise, texts } from "../../i18n/language.js";
import { button, make, setText } from "../../ui/dom.js";
import { loadStyles } from "../../ui/panel-styles.js";
import { askForCrop, cut } from "./crop-dialog.js";
import { ExactSwitch } from "./exact-switch.js";

/** @import { Crop } from "./crop.js" */

/** @typedef {"none" | "digits" | "exact" | "colours"} Taken what the network reads of a picture */
/** @typedef {{ top: number, bottom: number, left: number, right: number }} Box in pixels of the picture */

/**
 * What the view asks for.
 * @typedef {object} PictureActions
 * @property {(digit: number) => void} choose another digit of the picture
 * @property {(picture: HTMLCanvasElement) => void} crop read this part of the picture, as large as in the file
 * @property {(exact: boolean) => void} setExact of a picture of the network's size: read it as it is, or find a digit in it
 */

export class PictureView {
  /**
   * @param {PictureActions} actions
   * @throws {Error} if its texts or styles cannot be loaded
   */
  static async load(actions) {
    await Promise.all([loadStyles("picture"), addTexts("picture", { picture: words })]);
    return new PictureView(actions);
  }

  /** @param {PictureActions} actions */
  constructor(actions) {
    this.actions = actions;
    /** @type {HTMLCanvasElement | null} the whole picture of the file */
    this.whole = null;
    /** @type {Crop | null} */
    this.crop = null;
    this.digits = 0;
    /** @type {Taken} */
    this.taken = "none";
    this.sentence = make("p", "note");
    this.sentence.dataset.testid = "found";
    this.sentence.setAttribute("role", "status");
    this.canvas = make("canvas");
    this.canvas.setAttribute("role", "img");
    this.boxes = make("div", "found-digits");
    this.boxes.setAttribute("role", "group");
    this.cropButton = localise(
      button("", "", () => this.openCrop()),
      { text: "picture.crop.open" },
    );
    this.cropButton.dataset.testid = "crop-open";
    this.exactSwitch = new ExactSwitch(actions.setExact);
    const frame = make("div", "found-picture", this.canvas, this.boxes);
    this.element = make(
      "div",
      "found",
      frame,
      make("div", "", this.sentence, this.exactSwitch.element, this.cropButton),
    );
  }

  /** @param {HTMLCanvasElement} picture of a file that was opened */
  open(picture) {
    this.whole = picture;
    this.crop = null;
  }

  async openCrop() {
    if (!this.whole) {
      return;
    }
    const crop = await askForCrop(this.whole, this.crop);
    if (crop !== undefined) {
      this.crop = crop;
      this.actions.crop(crop ? cut(this.whole, crop) : this.whole);
    }
    this.cropButton.focus();
  }

  /**
   * @param {HTMLCanvasElement | ImageData} picture as Python got it
   * @param {Box[]} digits found in it
   * @param {number} chosen
   * @param {Taken} taken
   */
  show(picture, digits, chosen, taken) {
    const { canvas } = this;
    [canvas.width, canvas.height] = [picture.width, picture.height];
    const context = canvas.getContext("2d");
    if (picture instanceof ImageData) {
      context?.putImageData(picture, 0, 0);
    } else {
      context?.drawImage(picture, 0, 0);
    }
    const focused = this.boxes.contains(document.activeElement);
    this.digits = digits.length;
    this.taken = taken;
    this.boxes.replaceChildren(...digits.map((box, number) => this.boxOf(box, number, number === chosen)));
    if (focused) {
      /** @type {HTMLElement | undefined} */ (this.boxes.children[chosen])?.focus();
    }
    this.localise();
  }

  /**
   * @param {Box} box
   * @param {number} number
   * @param {boolean} isChosen
   */
  boxOf(box, number, isChosen) {
    const { width, height } = this.canvas;
    const element = button("found-digit", "", () => this.actions.choose(number));
    element.setAttribute("aria-pressed", String(isChosen));
    element.dataset.testid = `found-digit-${number}`;
    element.style.left = `${(100 * box.left) / width}%`;
    element.style.top = `${(100 * box.top) / height}%`;
    element.style.width = `${(100 * (box.right - box.left)) / width}%`;
    element.style.height = `${(100 * (box.bottom - box.top)) / height}%`;
    return element;
  }

  localise() {
    const { found } = texts.picture;
    setText(this.sentence, this.taken === "digits" ? found.sentence(this.digits) : found[this.taken]);
    this.canvas.setAttribute("aria-label", found.label);
    this.boxes.setAttribute("aria-label", found.choose);
    [...this.boxes.children].forEach((box, number) => {
      box.setAttribute("aria-label", found.digit(number + 1, this.digits));
    });
  }
}
