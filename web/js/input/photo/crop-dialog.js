/** The dialog in which a person crops and turns a picture. Escape leaves the picture as it was. */

import { texts } from "../../i18n/language.js";
import { button, make } from "../../ui/dom.js";
import { CropView } from "./crop-view.js";

/** @import { Crop } from "./crop.js" */

/**
 * Ask for a crop of a picture.
 * @param {HTMLCanvasElement} picture
 * @param {Crop | null} crop to begin with
 * @returns {Promise<Crop | null | undefined>} null for the whole picture, undefined if nothing is to change
 */
export function askForCrop(picture, crop) {
  const words = texts.picture.crop;
  const view = new CropView(picture, crop);
  /** @type {Crop | null | undefined} */
  let answer;
  const finish = (/** @type {Crop | null} */ chosen) => {
    answer = chosen;
    dialog.close();
  };
  const use = button("", words.use, () => finish(view.crop));
  const whole = button("quiet", words.whole, () => finish(null));
  const cancel = button("quiet", words.cancel, () => dialog.close());
  use.dataset.testid = "crop-use";
  whole.dataset.testid = "crop-whole";
  cancel.dataset.testid = "crop-cancel";
  const heading = make("h2", "", words.title);
  heading.id = "crop-title";
  const dialog = make("dialog", "photo-dialog", heading, make("p", "note", words.how), view.element);
  dialog.append(make("div", "photo-buttons", use, whole, cancel));
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.dataset.testid = "crop";
  document.body.append(dialog);
  dialog.showModal();
  use.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
  });
}

/**
 * The part of a picture in a crop, upright, as large as in the picture.
 * @param {HTMLCanvasElement} picture
 * @param {Crop} crop
 */
export function cut(picture, { x, y, width, height, angle }) {
  const canvas = make("canvas");
  [canvas.width, canvas.height] = [Math.max(Math.round(width), 1), Math.max(Math.round(height), 1)];
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = "white"; // beside the picture
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((-angle * Math.PI) / 180);
  context.drawImage(picture, -x, -y);
  return canvas;
}
