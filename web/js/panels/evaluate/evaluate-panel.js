/**
 * "Test": how often the current model is right on a set of images that the visitor has. The set is read and tested while
 * the pad stays in use; the last result stays until there is another one.
 */

import { LocalisedError, sentenceOf } from "../../i18n/error-text.js";
import { chosenFiles } from "../../input/labelled-files/chosen-files.js";
import { takeDrops } from "../../input/labelled-files/drop-target.js";
import { PythonError } from "../../protocol/messages.js";
import { button, make, setText } from "../../ui/dom.js";
import { ProgressView } from "./progress-view.js";
import { ResultView } from "./result-view.js";
import { paintTest } from "./test-picture.js";
import { TestRun } from "./test-run.js";
import { openTestSet } from "./test-set.js";

/** @import { ChosenFile } from "../../input/labelled-files/labelled-files.js" */
/** @import { Model } from "../../protocol/messages.js" */
/** @import { SmallPicture } from "../../ui/small-picture.js" */
/** @import { Panel } from "../../view/panel.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { Tab } from "../tabs.js" */
/** @import { Receiver } from "./misread-list.js" */

/** @implements {Panel} @implements {Tab} @implements {Receiver} */
export class EvaluatePanel {
  /** @param {PanelContext} context */
  constructor(context) {
    this.name = /** @type {const} */ ("test");
    this.context = context;
    /** @type {ChosenFile[]} the set that was chosen last */
    this.files = [];
    /** @type {TestRun | null} */
    this.run = null;
    /** @type {Promise<unknown>} over when Python has forgotten the run before */
    this.lastRun = Promise.resolve();
    /** @type {Model | null} */
    this.model = null;
    this.hint = make("p", "note");
    this.fileInput = fileInput("test-files");
    this.folderInput = fileInput("test-folder");
    this.folderInput.webkitdirectory = true;
    this.fileButton = button("", "", () => this.fileInput.click());
    this.folderButton = button("", "", () => this.folderInput.click());
    this.againButton = button("", "", () => this.test(this.files));
    this.againButton.dataset.testid = "test-again";
    this.dropHint = make("span");
    const buttons = make("div", "test-choose", this.fileButton, this.folderButton, this.againButton, this.dropHint);
    this.progress = new ProgressView(context.texts, () => this.stop());
    this.note = make("p", "test-note");
    this.note.dataset.testid = "test-note";
    this.note.setAttribute("role", "status");
    this.message = () => "";
    this.result = new ResultView(context.texts, this);
    const files = [this.fileInput, this.folderInput];
    this.element = make(
      "section",
      "test",
      this.hint,
      buttons,
      ...files,
      this.progress.element,
      this.note,
      this.result.element,
    );
    this.element.dataset.testid = "test";
    this.listen();
    this.localise();
  }

  listen() {
    for (const input of [this.fileInput, this.folderInput]) {
      input.addEventListener("change", () => {
        const files = chosenFiles(input.files ?? []);
        input.value = "";
        this.test(files);
      });
    }
    takeDrops(this.element, (files) => this.test(files));
  }

  localise() {
    const { test } = this.context.texts;
    setText(this.hint, test.hint);
    setText(this.fileButton, test.files);
    setText(this.folderButton, test.folder);
    setText(this.dropHint, test.drop);
    setText(this.note, this.message());
    this.progress.localise();
    this.result.render();
    this.updateAgain();
  }

  /** @param {Model} model */
  showModel(model) {
    if (this.run && model !== this.model) {
      this.stop();
      this.say(() => this.context.texts.test.modelChanged);
    }
    this.model = model;
    this.result.render();
    this.updateAgain();
  }

  paint() {
    if (this.context.tabs.isOpen("test")) {
      this.opened();
    }
  }

  opened() {
    if (this.model) {
      this.result.recolour(this.model.colormaps.sequential);
    }
  }

  /** @param {SmallPicture} picture */
  async paintPicture(picture) {
    paintTest(picture, this.result.result, this.model);
  }

  updateAgain() {
    this.againButton.hidden = this.files.length === 0 || this.run !== null || !this.model;
    setText(this.againButton, this.context.texts.test.again(this.model?.title ?? ""));
  }

  /** @param {() => string} message called again when the language changes */
  say(message) {
    this.message = message;
    setText(this.note, message());
  }

  stop() {
    if (this.run) {
      const { done } = this.run;
      this.run.stop();
      this.finish(() => this.context.texts.test.stopped(done));
    }
  }

  /** @param {() => string} message about the end of a run */
  finish(message) {
    this.run = null;
    this.progress.hide();
    this.updateAgain();
    this.say(message);
    this.context.tabs.pictures.request();
  }

  /** @param {ChosenFile[]} files */
  async test(files) {
    const { model } = this;
    if (files.length === 0 || !model) {
      return;
    }
    this.run?.stop();
    const { texts, python } = this.context;
    const run = new TestRun(python, model.input.shape, (done, right, total) => {
      if (run === this.run) {
        this.progress.show(done, right, total);
      }
    });
    [this.files, this.run] = [files, run];
    this.updateAgain();
    this.say(() => "");
    this.progress.open(files.length > 2 ? files[0].path.split("/")[0] : files.map(({ path }) => path).join(" + "));
    try {
      const set = await openTestSet(files, model.classes);
      await this.lastRun.catch(() => {});
      const ran = run.run(set);
      this.lastRun = ran;
      const outcome = await ran;
      if (outcome && run === this.run) {
        const { title, classes, colormaps } = model;
        this.result.show({ ...outcome, model: title, classes, name: set.name }, colormaps.sequential);
        const { accuracy, images } = outcome.found;
        this.finish(() => texts.test.finished(title, accuracy, images));
      }
    } catch (error) {
      if (run === this.run) {
        this.finish(() => this.sentenceFor(error));
      }
    }
  }

  /** @param {unknown} error */
  sentenceFor(error) {
    const { test } = this.context.texts;
    const isOfTheSet = error instanceof LocalisedError || (error instanceof PythonError && error.name === "DataError");
    return isOfTheSet ? test.refused(sentenceOf(error)) : test.interrupted(sentenceOf(error));
  }

  /**
   * Whether misread images of this shape can be put on the pad.
   * @param {number[]} shape [C, H, W]
   */
  accepts(shape) {
    return document.documentElement.dataset.readonly === undefined && shape.join() === this.model?.input.shape.join();
  }

  /** @param {Float32Array} image that is put on the pad */
  take(image) {
    const { pad, samples } = this.context;
    samples.stop();
    pad.showPicture(image);
    pad.element.scrollIntoView({ block: "nearest" });
  }
}

/** @param {string} testid */
function fileInput(testid) {
  const input = make("input");
  input.type = "file";
  input.multiple = true;
  input.hidden = true;
  input.dataset.testid = testid;
  return input;
}
