/** The digits of one label, as a row of the grid: its name, how many there are, and the first of them as pictures. */

import { button, make, setText } from "../../../ui/dom.js";
import { Thumbnail } from "./thumbnail.js";

/** @import { Texts } from "../../../i18n/language.js" */
/** @import { OwnDigit } from "./digit-tray.js" */

const AT_FIRST = 24; // pictures
const MORE = 48;

export class DigitRow {
  /**
   * @param {Texts} texts
   * @param {string} label
   * @param {() => void} onMore called when more are to be shown
   */
  constructor(texts, label, onMore) {
    this.texts = texts;
    this.label = label;
    this.most = AT_FIRST;
    /** @type {OwnDigit[]} */
    this.digits = [];
    /** @type {Map<string, Thumbnail>} those that are shown, by id */
    this.thumbnails = new Map();
    this.name = make("strong", "", label);
    this.count = make("span");
    this.isNew = make("small");
    const head = make("span", "", this.name, " ", this.count, this.isNew);
    head.setAttribute("role", "rowheader");
    this.more = button("", "", () => {
      this.most += MORE;
      onMore();
    });
    this.more.tabIndex = -1;
    this.moreCell = make("span", "", this.more);
    this.moreCell.setAttribute("role", "gridcell");
    this.cells = make("span", "tray-cells");
    this.cells.setAttribute("role", "presentation");
    this.element = make("div", "", head, this.cells);
    this.element.setAttribute("role", "row");
    this.element.dataset.testid = `tray-row-${label}`;
  }

  /**
   * @param {OwnDigit[]} digits
   * @param {boolean} isNew whether the model lacks this class
   * @param {string | null} chosen id
   */
  show(digits, isNew, chosen) {
    const { grid } = this.texts.train.tray;
    this.digits = digits;
    const shown = digits.slice(0, this.most);
    const before = this.thumbnails;
    this.thumbnails = new Map(shown.map((digit) => [digit.id, before.get(digit.id) ?? new Thumbnail(digit)]));
    const elements = [...this.thumbnails.values()].map(({ element }) => element);
    const left = digits.length - shown.length;
    setText(this.more, grid.more(left));
    setText(this.count, this.texts.numbers.count(digits.length));
    setText(this.isNew, isNew ? grid.isNew : "");
    this.place(left > 0 ? [...elements, this.moreCell] : elements);
    shown.forEach(({ id }, index) => {
      this.thumbnails.get(id)?.show(grid.digit(this.label, index + 1, digits.length), id === chosen);
    });
  }

  /** @param {HTMLElement[]} cells put into the row; those that are there already stay, so that they keep the focus */
  place(cells) {
    const wanted = new Set(cells);
    for (const cell of [...this.cells.children]) {
      if (!wanted.has(/** @type {HTMLElement} */ (cell))) {
        cell.remove();
      }
    }
    cells.forEach((cell, index) => {
      if (this.cells.children[index] !== cell) {
        this.cells.insertBefore(cell, this.cells.children[index] ?? null);
      }
    });
  }
}
