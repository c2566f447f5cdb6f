/**
 * The bar that says what is changed of the weights, wherever the person is on the page: with undo and redo, and what can be
 * done with the changed network. It has a place of its own above the page's content, and stays in sight while that scrolls.
 */

import { texts } from "../../../i18n/language.js";
import { MOST_CHANGES } from "../../../share/weight-code.js";
import { button, byId, make, setText } from "../../../ui/dom.js";

/** @import { WeightEditing } from "./weight-editing.js" */

/** @typedef {"undo" | "redo" | "reset" | "compare" | "save" | "link"} Act */

export class ChangeBar {
  /**
   * @param {WeightEditing} editing
   * @param {() => void} compare
   */
  constructor(editing, compare) {
    this.editing = editing;
    this.count = make("p", "change-count");
    this.count.dataset.testid = "change-count";
    this.message = () => ""; // what has come of the last act
    this.note = make("p", "change-note");
    this.note.setAttribute("role", "status");
    this.note.dataset.testid = "change-note";
    this.undo = this.act("undo", () => editing.undo());
    this.redo = this.act("redo", () => editing.redo());
    this.undo.append(iconOf("undo"));
    this.redo.append(iconOf("redo"));
    this.reset = this.act("reset", () => editing.resetAll());
    this.compare = this.act("compare", compare);
    this.save = this.act("save", () => this.saveFile());
    this.link = this.act("link", () => this.copyLink());
    const { undo, redo, reset, save, link } = this;
    const acts = make("div", "change-acts", this.count, undo, redo, reset, this.compare, save, link);
    this.element = make("section", "change-bar", acts, this.note);
    this.element.dataset.testid = "change-bar";
    this.element.hidden = true;
    this.element.addEventListener("keydown", (event) => editing.undoByKey(event));
    document.querySelector("main")?.before(this.element);
    new ResizeObserver(() => this.reserve()).observe(this.element);
  }

  /**
   * @param {Act} name
   * @param {() => void} onClick
   */
  act(name, onClick) {
    const element = button("quiet", "", () => {
      this.say(() => "");
      onClick();
    });
    element.dataset.testid = `change-${name}`;
    return element;
  }

  /** Tell the page how high the bar is, so that what sticks to the window's edge stays below it. */
  reserve() {
    document.documentElement.style.setProperty("--change-bar", `${this.element.offsetHeight}px`);
  }

  /** It appears at the end of a drag, so that nothing moves during it. */
  render() {
    const { edits } = this.editing;
    const { bar } = texts.weights;
    if (edits?.gesture) {
      return;
    }
    const isThere = edits !== null && (edits.isChanged || edits.steps.hasOwn);
    this.element.hidden = !isThere;
    document.documentElement.classList.toggle("has-changes", isThere);
    if (!isThere) {
      this.say(() => "");
      return;
    }
    this.element.setAttribute("aria-label", bar.label);
    const { changed, muted, isChanged } = edits;
    setText(this.count, isChanged ? bar.changed(changed.size, muted.size) : bar.none);
    label(this.undo, bar.undo);
    label(this.redo, bar.redo);
    this.undo.disabled = !edits.canUndo;
    this.redo.disabled = !edits.canRedo;
    this.reset.disabled = this.compare.disabled = this.save.disabled = this.link.disabled = !isChanged;
    setText(this.reset, bar.reset);
    setText(this.compare, bar.compare);
    this.compare.title = bar.compareTitle;
    setText(this.save, bar.save);
    this.save.title = bar.saveTitle;
    setText(this.link, bar.link);
    this.link.title = bar.linkTitle;
    this.say(this.message);
  }

  /** @param {() => string} message in the current language */
  say(message) {
    this.message = message;
    setText(this.note, message());
    this.note.hidden = message() === "";
  }

  async saveFile() {
    const name = await this.editing.save();
    this.say(() => texts.weights.bar.saved(name));
  }

  async copyLink() {
    const words = texts.weights.bar;
    const tooMany = this.editing.getState().weights?.tooMany;
    if (tooMany) {
      this.say(() => words.tooMany(tooMany, MOST_CHANGES));
      this.save.focus();
      return;
    }
    try {
      await navigator.clipboard.writeText(this.editing.context.api.link());
      this.say(() => words.copied);
    } catch {
      this.say(() => words.notCopied);
    }
  }
}

/**
 * The icon of the pad's button of that name.
 * @param {"undo" | "redo"} name
 */
const iconOf = (name) => /** @type {Node} */ (byId(name).querySelector("svg")).cloneNode(true);

/**
 * @param {HTMLElement} element
 * @param {string} text its accessible name, and its tooltip
 */
function label(element, text) {
  element.setAttribute("aria-label", text);
  element.title = text;
}
