/** The model picker: the site's models, and files that a person chooses or drops on the page: exercises and digits, too. */

import { sentenceOf } from "../i18n/error-text.js";
import { texts } from "../i18n/language.js";
import { isPicture } from "../input/file-kind.js";
import { LARGEST_MODEL } from "../protocol/limits.js";
import { byId } from "../ui/dom.js";
import { modelAmong, readModel, sizeOf } from "./own-files.js";

/** @import { PictureInput } from "../input/picture-input.js" */
/** @import { Model } from "../protocol/messages.js" */
/** @import { ModelLoader } from "./model-loader.js" */

const OWN = ""; // values of options that are no models' names
const EXPORT_LINES = "/export-lines";

export class ModelPicker {
  /**
   * @param {ModelLoader} loader
   * @param {PictureInput} pictures
   * @param {(file: File) => void} openExercise
   * @param {(file: File) => void} openDigits
   * @param {() => void} openExportLines
   */
  constructor(loader, pictures, openExercise, openDigits, openExportLines) {
    this.loader = loader;
    this.pictures = pictures;
    this.openExercise = openExercise;
    this.openDigits = openDigits;
    this.openExportLines = openExportLines;
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
    this.select.replaceChildren(
      ...options,
      new Option(texts.models.own, OWN),
      new Option(texts.models.exportLines, EXPORT_LINES),
    );
  }

  localise() {
    const { select } = this;
    const others = [...select.options].filter(
      ({ value }) => value !== OWN && value !== EXPORT_LINES && !this.loader.find(value),
    );
    this.list();
    select.prepend(...others);
    select.value = this.current;
  }

  /** @param {Model} model that the page shows */
  showModel({ name, title }) {
    const { select, loader } = this;
    if (!loader.find(name)) {
      [...select.options].find(({ value }) => value === name)?.remove(); // of another file with this name
      const isLikeOther = loader.entries.some((entry) => entry.title === title);
      select.prepend(new Option(isLikeOther ? `${title} · ${name}` : title, name));
    }
    this.current = name;
    select.value = name;
  }

  choose() {
    const { select, loader } = this;
    const chosen = select.value;
    select.value = this.current;
    const entry = loader.find(chosen);
    if (entry) {
      loader.fetchModel(entry).catch(() => {}); // the reason is shown
    } else if (chosen === OWN) {
      this.chooseFiles();
    } else if (chosen === EXPORT_LINES) {
      this.openExportLines();
    }
  }

  chooseFiles() {
    this.file.value = "";
    this.file.click();
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
    if (sizeOf(files) > LARGEST_MODEL) {
      loader.status.showError(() => errors.tooLarge(names));
      return;
    }
    try {
      await loader.loadOwn(await readModel(model, files));
    } catch (error) {
      loader.status.showError(() => errors.unreadable(names, sentenceOf(error))); // a file has been moved or changed
    }
  }
}
