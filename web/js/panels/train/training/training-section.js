/** The training on the page: what learns, its curves, the buttons that run it, and what can be done with the result. */

import { sentenceOf } from "../../../i18n/error-text.js";
import { localise, texts } from "../../../i18n/language.js";
import { printOne, scaleFor } from "../../../i18n/number-format.js";
import { onDetail } from "../../../lib/events.js";
import { FrameThrottle } from "../../../lib/frame-throttle.js";
import { Sandbox } from "../../../sandbox/sandbox.js";
import { button, make, setText } from "../../../ui/dom.js";
import { download } from "../../../ui/download.js";
import { Strangers, sampleFile } from "./digit-files.js";
import { PageNetwork } from "./page-network.js";
import { RecordView } from "./record-view.js";
import { RunButtons } from "./run-buttons.js";
import { remarksOn, stateSentence, traySentences } from "./sentences.js";
import { SettingsView } from "./settings-view.js";
import { Trainer } from "./trainer.js";

/** @import { Build } from "../../../protocol/build-info.js" */
/** @import { Source } from "../../../python/model-slots.js" */
/** @import { PanelContext } from "../../panel-context.js" */
/** @import { TrainSection } from "../train-panel.js" */
/** @import { DigitTray } from "../tray/digit-tray.js" */

/** @implements {TrainSection} */
export class TrainingSection {
  /**
   * @param {PanelContext} context
   * @param {DigitTray} tray
   * @param {(other: Source) => void} onCompare called to compare the current model with another one
   */
  constructor(context, tray, onCompare) {
    this.context = context;
    this.tray = tray;
    this.onCompare = onCompare;
    this.strangers = new Strangers();
    this.sandbox = new Sandbox(/** @type {Build} */ (context.python.build)); // its own: code of a person cannot stop it
    this.network = new PageNetwork(context);
    this.trainer = new Trainer(this.sandbox, this.network);
    this.settings = new SettingsView();
    this.buttons = new RunButtons({
      play: () => this.playOrPause(),
      step: () => this.trainer.step(() => this.lesson()),
      reset: () => this.reset(),
    });
    this.status = make("p", "training-status");
    this.status.dataset.testid = "training-status";
    this.status.setAttribute("role", "status");
    this.remarks = make("div", "training-remarks");
    this.remarks.dataset.testid = "training-remarks";
    this.notice = () => ""; // why a training has ended
    this.slower = button("", "", () => this.settings.slowDown());
    this.slower.dataset.testid = "training-slower";
    this.record = new RecordView();
    this.after = this.makeAfter();
    this.frames = new FrameThrottle(() => this.render());
    this.element = make("section", "training");
    this.element.dataset.testid = "training";
    const { settings, buttons, status, slower, remarks, record, after } = this;
    const heading = localise(make("h3"), { text: "train.training.title" });
    this.element.append(heading, settings.element, buttons.element, status, slower, remarks, record.element, after);
    this.listen();
    this.update();
  }

  listen() {
    this.tray.addEventListener("change", () => this.outdate());
    this.settings.addEventListener("change", () => this.outdate());
    this.trainer.addEventListener("change", () => this.frames.request());
    this.sandbox.addEventListener("state", () => this.frames.request());
    onDetail(this.context.weights, "change", ({ changer }) => this.weightsChanged(changer));
  }

  makeAfter() {
    const action = (/** @type {string} */ name, /** @type {() => unknown} */ act) => {
      const made = localise(button("", "", act), { text: `train.training.after.${name}` });
      made.dataset.testid = `training-${name}`;
      return made;
    };
    return make(
      "div",
      "training-after",
      action("save", () => this.save()),
      action("compare", () => this.compare()),
      action("keep", () => this.keep()),
    );
  }

  playOrPause() {
    this.notice = () => "";
    if (this.trainer.isBusy) {
      this.trainer.pause();
    } else {
      this.trainer.play(() => this.lesson());
    }
  }

  async reset() {
    this.notice = () => "";
    await this.trainer.reset();
    this.update();
  }

  /** What the next training learns from. */
  async lesson() {
    const [samples, strangers] = await Promise.all([this.context.samples.samples, this.strangers.file()]);
    return { settings: this.settings.settings, tray: this.tray.toJson(), samples: sampleFile(samples), strangers };
  }

  outdate() {
    this.trainer.outdate();
    this.update();
  }

  /** @param {string | null} changer who has changed the weights of the network */
  weightsChanged(changer) {
    if (changer === "edit" || changer === "history") {
      this.trainer.pause(); // a person has taken the weights into their own hands
      this.trainer.outdate();
    }
  }

  showModel() {
    if (this.trainer.begun && !this.network.isLoading && !this.network.isKnown) {
      this.trainer.forget();
      this.notice = () => texts.train.training.otherNetwork;
    }
    this.update();
  }

  async save() {
    const name = `${this.context.view.model?.name ?? "model"}-trained.npz`;
    await this.withFile((bytes) => download(name, new Blob([bytes])));
  }

  /** Make the trained network a person's own model, which can be kept for later visits. */
  async keep() {
    const { trained } = texts.train.training.after;
    const name = `${trained(this.context.view.model?.title ?? "")}.npz`;
    await this.withFile((bytes) => this.network.keep({ name, bytes }));
  }

  /** @param {(bytes: ArrayBuffer) => unknown} use */
  async withFile(use) {
    try {
      await use(await this.network.file());
    } catch (error) {
      this.context.status.showError(() => texts.take.failed(sentenceOf(error)));
    }
  }

  compare() {
    const { before } = this.trainer;
    if (before) {
      this.onCompare({ ...before, name: texts.train.training.after.before(before.name) });
    }
  }

  /** Something has changed that a training depends on. */
  update() {
    const classes = this.context.view.model?.classes ?? [];
    this.settings.setNewClass(this.tray.labels.some((label) => !classes.includes(label)));
    this.frames.request();
  }

  render() {
    const { trainer, settings, tray, context } = this;
    const canBegin = settings.needsNoDigits || tray.digits.length > 0;
    this.buttons.show(trainer, canBegin);
    setText(this.status, this.sentence(canBegin));
    this.slower.hidden = trainer.state !== "diverged";
    setText(this.slower, texts.train.training.slower(printOne(settings.slowerRate, scaleFor([settings.slowerRate]))));
    const remarks = trainer.isBusy ? [] : remarksOn(trainer, context.view.model?.title ?? "");
    this.remarks.replaceChildren(...remarks.map((remark) => make("p", "", remark)));
    this.after.hidden = trainer.isBusy || !trainer.before;
    const { what, source } = trainer.lesson?.settings ?? settings.settings;
    this.record.show(trainer.record, {
      isWholeTray: what === "tiny" && source === "samples",
      classes: trainer.begun?.classes ?? [],
      colours: context.view.model?.colormaps.sequential ?? [],
    });
  }

  /** @param {boolean} canBegin */
  sentence(canBegin) {
    const { trainer, sandbox, settings, tray, context } = this;
    if (trainer.state !== "ready" && !(trainer.isOutdated && !trainer.isBusy && canBegin)) {
      const isStarting = sandbox.state === "off" || sandbox.state === "starting";
      return stateSentence(trainer, { isStarting, isUnavailable: sandbox.state === "failed" });
    }
    const sentences = settings.needsNoDigits
      ? [texts.train.training.readySamples]
      : traySentences(tray.digits, context.view.model?.classes ?? []);
    return [this.notice(), ...sentences].filter(Boolean).join(" ");
  }

  localise() {
    this.settings.render();
    this.record.renderTable();
    this.frames.request();
  }
}
