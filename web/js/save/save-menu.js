/** The Save menu: downloads pictures, arrays, the prediction, a notebook or a script. */

import { LocalisedError, messageOf } from "../i18n/error-text.js";
import { localise, texts } from "../i18n/language.js";
import { indexOfLargest } from "../lib/argsort.js";
import { button, byId, make } from "../ui/dom.js";
import { download } from "../ui/download.js";
import { readsTruePixels } from "../ui/true-pixels.js";
import { diagramAsSvg, networkAsPng, stageAsPng } from "./pictures.js";

/** @import { Texts } from "../i18n/language.js" */
/** @import { Task } from "../protocol/messages.js" */
/** @import { StatusBar } from "../ui/status-bar.js" */
/** @import { InputReader } from "../view/input-reader.js" */
/** @import { View } from "../view/view.js" */

const MAX_SLUG_LENGTH = 60; // characters

export class SaveMenu {
  /**
   * @param {View} view
   * @param {InputReader} reader
   * @param {StatusBar} status
   */
  constructor(view, reader, status) {
    this.view = view;
    this.reader = reader;
    this.status = status;
    this.texts = texts.take;
    this.button = byId("take");
    this.box = byId("take-box");
    this.stagePicker = make("select");
    this.mapPicker = make("select");
    this.button.addEventListener("click", () => (this.box.hidden ? this.open() : this.hide()));
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        this.hide();
        this.button.focus();
      }
    });
  }

  open() {
    const { box } = this;
    const choices = Object.entries(this.choices()).map(([name, makeFile]) => {
      const choice = localise(
        button("", "", () => this.download(makeFile)),
        { text: `take.choices.${name}` },
      );
      choice.dataset.testid = `take-${name}`;
      return choice;
    });
    box.replaceChildren(localise(make("p"), { text: "take.title" }), this.pickers(), ...choices);
    box.hidden = false;
    choices[0].focus();
  }

  /** Render the names of stages and maps in the current language. */
  localise() {
    const { stagePicker, mapPicker } = this;
    const chosen = mapPicker.value;
    for (const option of stagePicker.options) {
      option.text = this.view.model?.stages.find(({ name }) => name === option.value)?.title ?? option.text;
    }
    this.listMaps();
    mapPicker.value = chosen;
  }

  hide() {
    this.box.hidden = true;
  }

  /** The pickers of stage and map, for the choice `take-stage`. */
  pickers() {
    this.stagePicker = localise(make("select"), { label: "take.which" });
    this.mapPicker = localise(make("select"), { label: "take.map" });
    this.stagePicker.dataset.testid = "take-which";
    this.mapPicker.dataset.testid = "take-map";
    this.stagePicker.append(...(this.view.model?.stages ?? []).map(({ title, name }) => new Option(title, name)));
    this.stagePicker.addEventListener("change", () => this.listMaps());
    this.listMaps();
    return make("div", "take-row", this.stagePicker, this.mapPicker);
  }

  listMaps() {
    const stage = this.view.model?.stages.find(({ name }) => name === this.stagePicker.value);
    const count = stage && stage.shape.length === 3 ? stage.shape[0] : 0;
    const options = Array.from({ length: count }, (_, at) => new Option(this.texts.mapNumber(at + 1), String(at)));
    this.mapPicker.replaceChildren(new Option(this.texts.allMaps, ""), ...options);
  }

  /** @returns {Record<keyof Texts["take"]["choices"], () => Promise<{ name: string, blob: Blob }>>} */
  choices() {
    return {
      stage: () => this.stage(),
      network: async () => ({ name: `${this.stem()}.png`, blob: await networkAsPng(await this.pictureContent()) }),
      diagram: async () => ({ name: `${this.stem()}.svg`, blob: diagramAsSvg(await this.pictureContent()) }),
      activations: () => this.taskFile("activations", {}, "npz"),
      prediction: async () => this.prediction(),
      notebook: () => this.taskFile("notebook", { drawing: this.drawing() }, "ipynb"),
      script: () => this.taskFile("script", { drawing: this.drawing() }, "py"),
    };
  }

  /**
   * Make a file and let the browser download it.
   * @param {() => Promise<{ name: string, blob: Blob }>} makeFile
   */
  async download(makeFile) {
    try {
      const { name, blob } = await makeFile();
      download(name, blob);
    } catch (error) {
      this.status.showError(() => this.texts.failed(messageOf(error)));
    }
  }

  /** The model and its reading. */
  content() {
    const [model, shown] = [this.view.model, this.view.reading];
    if (!model || !shown?.values) {
      throw new LocalisedError(() => this.texts.nothing);
    }
    return { model, shown, read: this.texts.read };
  }

  /** The same for a picture, which needs every cell, and to read pixels from a canvas. */
  async pictureContent() {
    if (!readsTruePixels(new OffscreenCanvas(1, 1))) {
      throw new LocalisedError(() => this.texts.falsified);
    }
    const { needed, model } = this.view;
    await needed.need("save", model?.stages.map(({ name }) => name) ?? []);
    if (model?.isLarge) {
      await this.reader.read(); // Python may have read another image since
    }
    const content = this.content();
    needed.need("save", []);
    return { ...content, shown: { ...content.shown } };
  }

  /** The name of a file without its suffix. */
  stem() {
    const { model, shown } = this.content();
    const best = model.classes[indexOfLargest(shown.probabilities)];
    return `glasscnn-${slug(model.name)}-${slug(best)}`;
  }

  drawing() {
    const { strokes, brush, centre, image } = this.reader.pad.getState();
    return { strokes: image ? [] : strokes.map((stroke) => stroke.map(([x, y]) => [x, y])), brush, centre };
  }

  async stage() {
    const content = await this.pictureContent();
    const { model } = content;
    const stage = model.stages.find(({ name }) => name === this.stagePicker.value) ?? model.stages[0];
    const map = this.mapPicker.value ? Number(this.mapPicker.value) : null;
    const name = `${this.stem()}-${slug(stage.name)}${map === null ? "" : `-${map + 1}`}.png`;
    return { name, blob: await stageAsPng(stage, content, map) };
  }

  /**
   * @param {Task} task
   * @param {object} args
   * @param {string} suffix
   */
  async taskFile(task, args, suffix) {
    const name = `${this.stem()}.${suffix}`;
    await this.reader.read(); // Python may have read another image since
    return { name, blob: new Blob([(await this.reader.python.runTask(task, args)).file]) };
  }

  prediction() {
    const { model, shown } = this.content();
    const probabilities = Array.from(shown.probabilities);
    const best = indexOfLargest(probabilities);
    const content = {
      glasscnn: 1,
      model: model.name,
      prediction: best,
      class: model.classes[best],
      probabilities: Object.fromEntries(model.classes.map((label, at) => [label, probabilities[at]])),
      drawing: this.drawing(),
    };
    return { name: `${this.stem()}.json`, blob: new Blob([JSON.stringify(content, null, 2)]) };
  }
}

/**
 * A name from a model file as part of a file name.
 * @param {string} text
 */
function slug(text) {
  return text.replace(/[^\w.-]+/g, "-").slice(0, MAX_SLUG_LENGTH);
}
