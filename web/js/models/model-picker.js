/** Where models come from: the site's own, and files that a person picks or drops on the page. */

import { sentenceOf } from "../i18n/error-text.js";

/** @import { Texts } from "../i18n/language.js" */
/** @import { Kept } from "./kept-model.js" */

/** @typedef {{ name: string, title: string, url: string, parameters: number }} Entry a model in build.json */

const LARGEST = 64 * 2 ** 20;
const OWN = "own";

export class ModelPicker {
  /**
   * @param {{ select: HTMLSelectElement, file: HTMLInputElement }} parts
   * @param {Texts} texts
   * @param {{ onEntry: (entry: Entry) => void, onModel: (own: Kept) => void, onPicture: (file: Blob) => void, onError: (sentence: () => string) => void }} listeners
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
    parts.file.addEventListener("change", () => this.take([...(parts.file.files ?? [])]));
    document.addEventListener("dragover", (event) => event.preventDefault());
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      this.take([...(event.dataTransfer?.files ?? [])]);
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
  localise() {
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

  /**
   * One picture that was dropped, or one model: with an .onnx, in any order, the files that hold its weights.
   * @param {File[]} files
   */
  async take(files) {
    const { onError, onModel, onPicture } = this.listeners;
    const { errors } = this.texts;
    const names = files.map(({ name }) => name).join(", ");
    if (files.length === 0) {
      return;
    }
    if (files.length === 1 && files[0].type.startsWith("image/")) {
      onPicture(files[0]);
      return;
    }
    const model = modelAmong(files);
    if (!model) {
      onError(() => errors.notTogether(names));
      return;
    }
    if (files.reduce((sum, { size }) => sum + size, 0) > LARGEST) {
      onError(() => errors.tooLarge(names));
      return;
    }
    try {
      const others = files.filter((file) => file !== model);
      onModel({ ...(await read(model)), files: await Promise.all(others.map(read)) });
    } catch (error) {
      onError(() => errors.unreadable(names, sentenceOf(error))); // one was moved or changed since
    }
  }
}

/**
 * The only file, or the only .onnx among several.
 * @param {File[]} files
 */
function modelAmong(files) {
  const models = files.length === 1 ? files : files.filter(({ name }) => name.toLowerCase().endsWith(".onnx"));
  return models.length === 1 ? models[0] : null;
}

/** @param {File} file */
async function read(file) {
  return { name: file.name, bytes: await file.arrayBuffer() };
}
