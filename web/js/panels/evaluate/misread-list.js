/** The misread images as small pictures; one that is chosen goes onto the pad. */

import { pixelsOf } from "../../input/pad-picture.js";
import { showImage } from "../../ui/canvas.js";
import { button, make } from "../../ui/dom.js";

/** @import { Texts } from "../../i18n/language.js" */
/** @import { Evaluated } from "../../protocol/messages.js" */

/**
 * Where the images go.
 * @typedef {object} Receiver
 * @property {(shape: number[]) => boolean} accepts whether images of this shape can be chosen now
 * @property {(image: Float32Array) => void} take an image was chosen
 */

/**
 * @param {Evaluated["misread"]} misread
 * @param {Float32Array} numbers
 * @param {string[]} classes
 * @param {Texts} texts
 * @param {Receiver} receiver
 */
export function misreadList(misread, numbers, classes, texts, receiver) {
  const list = make("ul", "misread");
  list.dataset.testid = "misread";
  const items = misread.map(({ number, label, prediction, probability, image: { offset, shape } }) => {
    const image = numbers.slice(offset, offset + shape.reduce((product, side) => product * side, 1));
    const canvas = make("canvas");
    canvas.setAttribute("aria-hidden", "true");
    showImage(canvas, pixelsOf(image, shape));
    const names = /** @type {const} */ ([classes[label], classes[prediction]]);
    const item = button("", "", () => {
      list.querySelector("[aria-current]")?.removeAttribute("aria-current");
      item.setAttribute("aria-current", "true");
      receiver.take(image);
    });
    item.disabled = !receiver.accepts(shape);
    item.append(canvas, make("span", "", texts.test.caption(...names)));
    item.setAttribute("aria-label", texts.test.imageLabel(...names, texts.numbers.sure(probability), number + 1));
    return make("li", "", item);
  });
  list.append(...items);
  return list;
}
