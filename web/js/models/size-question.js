/** The question how large the images of a network are, if its file leaves that open. */

import { texts } from "../i18n/language.js";
import { button, make } from "../ui/dom.js";

const USUAL = 28;
const MOST = 224;

/**
 * @param {string} name of the file
 * @param {(size: [height: number, width: number]) => void} answer
 * @param {() => void} close
 */
export function sizeQuestion(name, answer, close) {
  const words = texts.own.model.size;
  const [height, width] = [words.height, words.width].map((label) => {
    const field = make("input");
    Object.assign(field, { type: "number", min: 1, max: MOST, value: USUAL, required: true });
    field.setAttribute("aria-label", label);
    return field;
  });
  height.dataset.testid = "own-model-height";
  width.dataset.testid = "own-model-width";
  const load = make("button", "primary", words.load);
  load.dataset.testid = "own-model-size";
  const form = make("form", "own-model-typing", height, "×", width, load, button("", texts.own.model.close, close));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer([height.valueAsNumber, width.valueAsNumber]);
  });
  return [make("p", "", words.open(name)), form];
}
