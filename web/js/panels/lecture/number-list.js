/** The numbers of a vector, each in the colour of its value, large enough to be read from the last row. */

import { isOfClasses, isOfProbabilities } from "../../protocol/stages.js";
import { colourIn, css, textOn } from "../../ui/colours.js";
import { make, setText } from "../../ui/dom.js";

/** @import { Texts } from "../../i18n/language.js" */
/** @import { Model, Stage } from "../../protocol/messages.js" */
/** @import { Place } from "../../protocol/questions.js" */

/** More numbers than these do not fit on a screen in large type; they are shown as cells of a map. */
export const MOST_NUMBERS = 128;

export class NumberList {
  /**
   * @param {Stage} stage
   * @param {Model} model
   * @param {Texts} texts
   */
  constructor(stage, model, texts) {
    this.stage = stage;
    this.model = model;
    this.texts = texts;
    this.isOfClasses = isOfClasses(stage, model);
    this.items = Array.from({ length: stage.shape[0] }, (_, index) => {
      const number = make("b");
      const name = make("span", "", this.isOfClasses ? model.classes[index] : String(index + 1));
      return { element: make("div", "lecture-number", name, number), number };
    });
    this.element = make("div", "lecture-list", ...this.items.map(({ element }) => element));
    this.element.classList.toggle("of-classes", this.isOfClasses);
  }

  /**
   * @param {Float32Array} values
   * @param {number} low end of the range of the colours
   * @param {number} high
   */
  show(values, low, high) {
    const { numbers } = this.texts;
    const table = this.model.colormaps[this.stage.colormap];
    this.items.forEach(({ element, number }, index) => {
      const value = values[index];
      const colour = colourIn(table, value, low, high);
      setText(number, isOfProbabilities(this.stage, this.model) ? numbers.probability(value) : numbers.short(value));
      Object.assign(element.style, { background: css(colour), color: textOn(colour) });
    });
  }

  /**
   * @param {{ target: EventTarget | null }} event
   * @returns {Place | null}
   */
  cellAt({ target }) {
    const item = target instanceof Element ? target.closest(".lecture-number") : null;
    const channel = this.items.findIndex(({ element }) => element === item);
    return channel < 0 ? null : { stage: this.stage.name, channel, row: 0, column: 0 };
  }

  /** @param {Place | null} place to be marked */
  mark(place) {
    this.items.forEach(({ element }, index) => {
      element.classList.toggle("marked", index === place?.channel);
    });
  }
}
