/** A list of bars to the left and right of 0, each with a name and a number. */

import { make, Pool, setText } from "./dom.js";

/**
 * @typedef {object} Bar
 * @property {string} name
 * @property {number} value its length; negative ones go to the left
 * @property {string[]} texts behind the bar
 * @property {boolean} [isChosen]
 */

class Row {
  /** @param {((index: number) => void) | null} onChoose */
  constructor(onChoose) {
    this.index = 0;
    this.name = make(onChoose ? "button" : "span", "sum-name");
    if (onChoose) {
      this.name.setAttribute("type", "button");
      this.name.addEventListener("click", () => onChoose(this.index));
    }
    this.bar = make("span", "sum-bar");
    const track = make("span", "sum-track", this.bar);
    track.setAttribute("aria-hidden", "true");
    this.cells = make("span", "sum-cells");
    this.texts = new Pool(this.cells, () => ({ element: make("span") }));
    this.element = make("li", "", this.name, track, this.cells);
  }
}

export class BarList {
  /**
   * @param {string} testid
   * @param {((index: number) => void) | null} [onChoose] called with the number of a bar; then its name is a button
   */
  constructor(testid, onChoose = null) {
    this.element = make("ol", "sum-list");
    this.element.dataset.testid = testid;
    this.rows = new Pool(this.element, () => new Row(onChoose));
  }

  /** @param {Bar[]} bars */
  show(bars) {
    const limit = bars.reduce((most, { value }) => Math.max(most, Math.abs(value)), 1e-9);
    this.rows.take(bars.length).forEach((row, index) => {
      const { name, value, texts, isChosen = false } = bars[index];
      const share = (50 * Math.abs(value)) / limit;
      row.index = index;
      setText(row.name, name);
      if (row.name.tagName === "BUTTON") {
        row.name.setAttribute("aria-pressed", String(isChosen));
      }
      row.element.classList.toggle("chosen", isChosen);
      row.bar.classList.toggle("negative", value < 0);
      Object.assign(row.bar.style, { left: `${value < 0 ? 50 - share : 50}%`, width: `${share}%` });
      row.texts.take(texts.length).forEach(({ element }, number) => {
        setText(element, texts[number]);
      });
    });
  }
}
