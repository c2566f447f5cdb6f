/**
 * The Train panel: how the network learned, digits of the person's own, and a training on them. What is trained is computed
 * in the second Python, the sandbox; the page's own reads with the weights of every step, so that readings never wait.
 */

import { train as words } from "../../i18n/en/train.js";
import { addTexts, localise } from "../../i18n/language.js";
import { make } from "../../ui/dom.js";
import { loadStyles } from "../../ui/panel-styles.js";
import { HistorySection } from "./history/history-section.js";
import { TrainingSection } from "./training/training-section.js";
import { DigitTray } from "./tray/digit-tray.js";
import { TraySection } from "./tray/tray-section.js";

/** @import { Model } from "../../protocol/messages.js" */
/** @import { Shown } from "../../protocol/page-state.js" */
/** @import { Source } from "../../python/model-slots.js" */
/** @import { PanelContext } from "../panel-context.js" */

/**
 * A part of the panel.
 * @typedef {object} TrainSection
 * @property {HTMLElement} element
 * @property {() => void} [opened] the panel has been opened
 * @property {() => void} [closed] the panel has been closed
 * @property {(model: Model) => void} [showModel] another model is current
 * @property {(reading: Shown) => void} [paint] a reading is on the screen
 * @property {() => void} [localise] the language has changed
 */

export class TrainPanel {
  /**
   * @param {PanelContext} context
   * @param {HTMLElement} element
   * @param {(other: Source) => void} onCompare called to compare the current model with another one
   * @returns {Promise<TrainPanel>}
   * @throws {Error} if a part of it cannot be loaded
   */
  static async load(context, element, onCompare) {
    await Promise.all([loadStyles("train"), addTexts("train", { train: words })]);
    return new TrainPanel(context, element, onCompare);
  }

  /**
   * @param {PanelContext} context
   * @param {HTMLElement} element
   * @param {(other: Source) => void} onCompare
   */
  constructor(context, element, onCompare) {
    const tray = new DigitTray();
    this.digits = new TraySection(context, tray);
    const training = new TrainingSection(context, tray, onCompare);
    const history = new HistorySection(context);
    /** @type {TrainSection[]} */
    this.sections = [this.digits, training, history];
    const heading = localise(make("h2", "hidden"), { text: "sections.names.train" });
    const columns = make("div", "train-columns", this.digits.element, training.element);
    element.append(heading, columns, history.element);
  }

  /**
   * Open a file of digits that was dropped on the page.
   * @param {File} file
   */
  openFile(file) {
    return this.digits.open(file);
  }

  opened() {
    for (const section of this.sections) {
      section.opened?.();
    }
  }

  closed() {
    for (const section of this.sections) {
      section.closed?.();
    }
  }

  /** @param {Model} model */
  showModel(model) {
    for (const section of this.sections) {
      section.showModel?.(model);
    }
  }

  /** @param {Shown} reading */
  paint(reading) {
    for (const section of this.sections) {
      section.paint?.(reading);
    }
  }

  localise() {
    for (const section of this.sections) {
      section.localise?.();
    }
  }
}
