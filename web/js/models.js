/** Where models come from: the site's own, a file that a person picks, or one that is dropped on the page. */

import { sentenceOf } from "./errors.js";

/** @typedef {{ name: string, title: string, url: string, parameters: number }} Entry a model in build.json */

const LARGEST = 64 * 2 ** 20;
const OWN = "own";

export class ModelPicker {
  /**
   * @param {{ select: HTMLSelectElement, file: HTMLInputElement }} parts
   * @param {import("./texts/language.js").Texts} texts
   * @param {{ onEntry: (entry: Entry) => void, onFile: (bytes: ArrayBuffer, name: string) => void, onPicture: (file: Blob) => void, onError: (sentence: string) => void }} listeners
   */
  constructor(parts, texts, listeners) {
    this.parts = parts;
    this.texts = texts;
    this.listeners = listeners;
    /** @type {Entry[]} */
    this.entries = [];
    /** What the picker shows while a choice is not in force. */
    this.current = "";
    parts.select.addEventListener("change", () => this.choose());
    parts.file.addEventListener("change", () => this.take(parts.file.files?.[0]));
    document.addEventListener("dragover", (event) => event.preventDefault());
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      this.take(event.dataTransfer?.files[0]);
    });
  }

  /** @param {Entry[]} entries */
  list(entries) {
    this.entries = entries;
    const options = entries.map(
      ({ name, title, parameters }) => new Option(`${title} · ${this.texts.numbers.count(parameters)}`, name),
    );
    this.parts.select.replaceChildren(...options, new Option(this.texts.models.own, OWN));
  }

  /** Say the list in the language in force. */
  speak() {
    const { select } = this.parts;
    const others = [...select.options].filter(({ value }) => value !== OWN && !this.isListed(value));
    this.list(this.entries);
    select.prepend(...others);
    select.value = this.current;
  }

  /** @param {string} name */
  isListed(name) {
    return this.entries.some((entry) => entry.name === name);
  }

  /**
   * Show which model is in force.
   * @param {string} name
   * @param {string} title
   */
  show(name, title) {
    const { select } = this.parts;
    if (![...select.options].some((option) => option.value === name)) {
      select.prepend(new Option(title, name));
    }
    this.current = name;
    select.value = name;
  }

  choose() {
    const { select, file } = this.parts;
    const chosen = select.value;
    select.value = this.current;
    const entry = this.entries.find(({ name }) => name === chosen);
    if (entry) {
      this.listeners.onEntry(entry);
    } else if (chosen === OWN) {
      file.value = "";
      file.click();
    }
  }

  /** @param {File | undefined} file */
  async take(file) {
    if (!file) {
      return;
    }
    if (file.type.startsWith("image/")) {
      this.listeners.onPicture(file); // one that was dropped
      return;
    }
    if (file.size > LARGEST) {
      this.listeners.onError(this.texts.errors.tooLarge(file.name));
      return;
    }
    try {
      this.listeners.onFile(await file.arrayBuffer(), file.name);
    } catch (error) {
      this.listeners.onError(this.texts.errors.unreadable(file.name, sentenceOf(error))); // it was moved or changed since
    }
  }
}
