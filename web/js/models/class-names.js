/** The question what the classes of a network are called: a well-known list, or names that a person types. */

import { texts } from "../i18n/language.js";
import { button, make } from "../ui/dom.js";

const NUMBERED = "";
const TYPED = "typed";

export class ClassNames {
  /**
   * @param {string[]} classes as they are called now
   * @param {Record<string, string[]>} lists well-known names, as many as there are classes
   * @param {(classes: string[] | null) => void} choose null for numbers
   */
  constructor(classes, lists, choose) {
    const words = texts.own.model.classes;
    this.classes = classes;
    this.lists = lists;
    this.choose = choose;
    this.select = make("select");
    this.select.dataset.testid = "own-model-classes";
    this.select.append(
      ...(classes.length === 10 ? [] : [new Option(words.numbered(classes.length - 1), NUMBERED)]), // "digits" are the same
      ...Object.keys(lists).map(
        (name) => new Option(words.lists[/** @type {keyof typeof words.lists} */ (name)], name),
      ),
      new Option(words.typed, TYPED),
    );
    this.field = make("input");
    this.field.value = classes.join(", ");
    this.field.setAttribute("aria-label", words.field(classes.length));
    this.field.dataset.testid = "own-model-class-names";
    this.note = make("p", "");
    this.note.setAttribute("role", "status");
    this.typing = make(
      "form",
      "own-model-typing",
      this.field,
      button("", words.use, () => this.use()),
    );
    this.select.value = this.listOf(classes);
    this.typing.hidden = this.select.value !== TYPED;
    this.select.addEventListener("change", () => this.chosen());
    this.typing.addEventListener("submit", (event) => {
      event.preventDefault();
      this.use();
    });
    this.element = make("div", "", make("label", "", words.label, " ", this.select), this.typing, this.note);
  }

  /** @param {string[]} classes */
  listOf(classes) {
    const isNumbered = classes.every((name, number) => name === String(number));
    const known = Object.entries(this.lists).find(([, names]) => names.join() === classes.join());
    return known?.[0] ?? (isNumbered ? NUMBERED : TYPED);
  }

  chosen() {
    const { value } = this.select;
    this.typing.hidden = value !== TYPED;
    if (value === TYPED) {
      this.field.focus();
      this.field.select();
    } else {
      this.choose(value === NUMBERED ? null : this.lists[value]);
    }
  }

  use() {
    const names = this.field.value.split(",").map((name) => name.trim());
    if (names.length === this.classes.length && names.every((name) => name !== "")) {
      this.choose(names);
    } else {
      this.note.textContent = texts.own.model.classes.expected(this.classes.length, names.filter(Boolean).length);
    }
  }
}
