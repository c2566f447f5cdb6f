/** The model picker: the site's models, and files that a person chooses or drops on the page: exercises and digits, too. */

import { sentenceOf } from "../i18n/error-text.js";
import { texts } from "../i18n/language.js";
import { isPicture } from "../input/file-kind.js";
import { byId } from "../ui/dom.js";

/** @import { PictureInput } from "../input/picture-input.js" */
/** @import { Model } from "../protocol/messages.js" */
/** @import { ModelLoader } from "./model-loader.js" */

const MAX_BYTES = 64 * 2 ** 20;
const OWN = "own";

export class ModelPicker {
  /**
   * @param {ModelLoader} loader
   * @param {PictureInput} pictures
   * @param {(file: File) => void} openExercise
   * @param {(file: File) => void} openDigits
   */
  constructor(loader, pictures, openExercise, openDigits) {
    this.loader = loader;
    this.pictures = pictures;
    this.openExercise = openExercise;
    this.openDigits = openDigits;
    this.select = /** @type {HTMLSelectElement} */ (byId("model-picker"));
    this.file = /** @type {HTMLInputElement} */ (byId("model-file"));
    /** The model that the select shows, also while another one is being loaded. */
    this.current = "";
    this.select.addEventListener("change", () => this.choose());
    this.file.addEventListener("change", () => this.open([...(this.file.files ?? [])]));
    document.addEventListener("dragover", (event) => event.preventDefault());
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      this.open([...(event.dataTransfer?.files ?? [])]);
    });
  }

  /** List the site's models. */
  list() {
    const options = this.loader.entries.map(
      ({ name, title, parameters }) => new Option(`${title} · ${texts.numbers.count(parameters)}`, name),
    );
    this.select.replaceChildren(...options, new Option(texts.models.own, OWN));
  }

  localise() {
    const { select } = this;
    const others = [...select.options].filter(({ value }) => value !== OWN && !this.loader.find(value));
    this.list();
    select.prepend(...others);
    select.value = this.current;
  }

  /** @param {Model} model that the page shows */
  showModel({ name, title }) {
    const { select } = this;
    if (![...select.options].some((option) => option.value === name)) {
      select.prepend(new Option(title, name));
    }
    this.current = name;
    select.value = name;
  }

  choose() {
    const { select, file, loader } = this;
    const chosen = select.value;
    select.value = this.current;
    const entry = loader.find(chosen);
    if (entry) {
      loader.fetchModel(entry).catch(() => {}); // the reason is shown
    } else if (chosen === OWN) {
      file.value = "";
      file.click();
    }
  }

  /**
   * Open one picture, one exercise, one file of digits, or one model; an .onnx file may come with the files that hold its weights, in any order.
   * @param {File[]} files
   */
  async open(files) {
    const { loader, pictures, openExercise, openDigits } = this;
    const { errors } = texts;
    const names = files.map(({ name }) => name).join(", ");
    if (files.length === 0) {
      return;
    }
    if (files.length === 1 && isPicture(files[0])) {
      pictures.open(files[0]);
      return;
    }
    if (files.length === 1 && files[0].name.toLowerCase().endsWith(".md")) {
      openExercise(files[0]);
      return;
    }
    if (files.length === 1 && files[0].name.toLowerCase().endsWith(".json")) {
      openDigits(files[0]);
      return;
    }
    const model = modelAmong(files);
    if (!model) {
      loader.status.showError(() => errors.notTogether(names));
      return;
    }
    if (files.reduce((sum, { size }) => sum + size, 0) > MAX_BYTES) {
      loader.status.showError(() => errors.tooLarge(names));
      return;
    }
    try {
      const others = files.filter((file) => file !== model);
      await loader.loadOwn({ ...(await read(model)), files: await Promise.all(others.map(read)) });
    } catch (error) {
      loader.status.showError(() => errors.unreadable(names, sentenceOf(error))); // a file has been moved or changed
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
