/**
 * The digits by class, after the WAI-ARIA grid pattern: one of them can be reached with Tab, the arrow keys, Home and End
 * move the focus, Enter chooses, Delete deletes.
 */

import { make, setText } from "../../../ui/dom.js";
import { DigitRow } from "./digit-row.js";

/** @import { Texts } from "../../../i18n/language.js" */
/** @import { DigitTray, OwnDigit } from "./digit-tray.js" */

export class DigitGrid {
  /**
   * @param {Texts} texts
   * @param {DigitTray} tray
   * @param {(id: string) => void} onChoose
   * @param {(id: string) => void} onDelete
   */
  constructor(texts, tray, onChoose, onDelete) {
    this.texts = texts;
    this.tray = tray;
    this.onChoose = onChoose;
    this.onDelete = onDelete;
    /** @type {string[]} of the model */
    this.classes = [];
    /** @type {string | null} the id of the digit that is chosen */
    this.chosen = null;
    /** @type {Map<string, DigitRow>} by label */
    this.rows = new Map();
    this.grid = make("div", "tray-grid");
    this.grid.dataset.testid = "tray-grid";
    this.grid.setAttribute("role", "grid");
    this.hint = make("p", "note");
    this.element = make("div", "", this.grid, this.hint);
    this.grid.addEventListener("click", (event) => this.clicked(/** @type {HTMLElement} */ (event.target)));
    this.grid.addEventListener("keydown", (event) => this.pressed(event));
    this.grid.addEventListener("focusin", (event) => this.makeReachable(/** @type {HTMLElement} */ (event.target)));
  }

  /** The labels of the rows: the model's classes in their order, then others. */
  get labels() {
    const { labels } = this.tray;
    return [...this.classes.filter((name) => labels.includes(name)), ...labels.filter((label) => this.isNew(label))];
  }

  /** All that can have the focus. */
  get buttons() {
    return [...this.grid.querySelectorAll("button")];
  }

  /** @param {string} label */
  isNew(label) {
    return !this.classes.includes(label);
  }

  render() {
    /** @type {Map<string, OwnDigit[]>} */
    const byLabel = new Map(this.labels.map((label) => [label, []]));
    for (const digit of this.tray.digits) {
      byLabel.get(digit.label)?.push(digit);
    }
    const rows = [...byLabel].map(([label, digits]) => {
      const row = this.rows.get(label) ?? new DigitRow(this.texts, label, () => this.showMore(label));
      row.show(digits, this.isNew(label), this.chosen);
      return row;
    });
    this.rows = new Map(rows.map((row) => [row.label, row]));
    const elements = rows.map(({ element }) => element);
    if (
      elements.some((element, index) => this.grid.children[index] !== element) ||
      elements.length < this.grid.children.length
    ) {
      this.grid.replaceChildren(...elements);
    }
    this.element.hidden = rows.length === 0;
    const reachable = this.buttons.find((button) => button.tabIndex === 0);
    this.makeReachable(this.buttonOf(this.chosen) ?? reachable ?? this.buttons[0]);
  }

  /** @param {string} label of the row that shows more now; the focus goes to the first of them */
  showMore(label) {
    const row = this.rows.get(label);
    const before = row?.thumbnails.size ?? 0;
    this.render();
    const id = row?.digits[before]?.id ?? null;
    this.buttonOf(id)?.focus();
  }

  /** @param {string | null} id */
  buttonOf(id) {
    return this.buttons.find(({ dataset }) => dataset.digit === id && id !== null);
  }

  /** @param {HTMLElement} [target] the one that Tab reaches from now on */
  makeReachable(target) {
    if (target?.tabIndex === -1) {
      for (const button of this.buttons) {
        button.tabIndex = button === target ? 0 : -1;
      }
    }
  }

  /** @param {HTMLElement} target */
  clicked(target) {
    const id = target.closest("button")?.dataset.digit;
    if (id) {
      this.onChoose(id);
    }
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const button = /** @type {HTMLButtonElement} */ (event.target);
    const target = targetOf(event.key, button, this.buttons);
    if (target) {
      event.preventDefault();
      target.focus();
    } else if ((event.key === "Delete" || event.key === "Backspace") && button.dataset.digit) {
      event.preventDefault();
      this.deleteAt(button.dataset.digit);
    }
  }

  /** @param {string} id of the digit to delete; the focus goes to its neighbour */
  deleteAt(id) {
    const { buttons } = this;
    const index = buttons.findIndex(({ dataset }) => dataset.digit === id);
    (buttons[index + 1] ?? buttons[index - 1])?.focus();
    this.onDelete(id);
  }

  /**
   * @param {OwnDigit} digit
   * @returns {string} such as “7, drawn 3rd of 5”
   */
  nameOf({ id, label }) {
    const digits = this.tray.digits.filter((other) => other.label === label);
    const number = digits.findIndex((other) => other.id === id) + 1;
    return this.texts.train.tray.grid.digit(label, number, digits.length);
  }

  localise() {
    this.grid.setAttribute("aria-label", this.texts.train.tray.grid.label);
    setText(this.hint, this.texts.train.tray.grid.keys);
    this.render();
  }
}

/**
 * Where a key moves the focus.
 * @param {string} key
 * @param {HTMLElement} from
 * @param {HTMLButtonElement[]} buttons
 */
function targetOf(key, from, buttons) {
  const index = buttons.indexOf(/** @type {HTMLButtonElement} */ (from));
  switch (key) {
    case "ArrowRight":
      return buttons[index + 1];
    case "ArrowLeft":
      return buttons[index - 1];
    case "Home":
      return buttons[0];
    case "End":
      return buttons.at(-1);
    case "ArrowDown":
      return inNextLine(from, buttons.slice(index + 1));
    case "ArrowUp":
      return inNextLine(from, buttons.slice(0, index).reverse());
    default:
      return undefined;
  }
}

/**
 * The nearest one in the next line.
 * @param {HTMLElement} from
 * @param {HTMLButtonElement[]} others in the order of the direction
 */
function inNextLine(from, others) {
  const { top, left } = from.getBoundingClientRect();
  const boxes = others.map((button) => ({ button, box: button.getBoundingClientRect() }));
  const line = boxes.find(({ box }) => Math.abs(box.top - top) > box.height / 2)?.box.top;
  const inLine = boxes.filter(({ box }) => box.top === line);
  const distances = inLine.map(({ box }) => Math.abs(box.left - left));
  return inLine[distances.indexOf(Math.min(...distances))]?.button;
}
