/** The tab "Train". Its panel is loaded when the tab is opened. */

import { make } from "../../ui/dom.js";
import { ACCENT, HEIGHT, WIDTH } from "../../ui/small-picture.js";
import { Lazy } from "../lazy.js";

/** @import { Model } from "../../protocol/messages.js" */
/** @import { Shown } from "../../protocol/page-state.js" */
/** @import { Source } from "../../python/model-slots.js" */
/** @import { SmallPicture } from "../../ui/small-picture.js" */
/** @import { Panel } from "../../view/panel.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { Tab } from "../tabs.js" */
/** @import { TrainPanel } from "./train-panel.js" */

/** The picture of the tab: a loss that falls, as shares of the width and the height. @type {[x: number, y: number][]} */
const CURVE = [
  [0.15, 0.15],
  [0.25, 0.4],
  [0.32, 0.35],
  [0.45, 0.6],
  [0.55, 0.58],
  [0.68, 0.73],
  [0.85, 0.78],
];

/** @implements {Panel} @implements {Tab} */
export class TrainTab {
  /**
   * @param {PanelContext} context
   * @param {(other: Source) => void} onCompare called to compare the current model with another one
   */
  constructor(context, onCompare) {
    this.name = /** @type {const} */ ("train");
    this.element = make("section", "train");
    this.element.style.minHeight = "60vh"; // until it is loaded, so that who scrolls to it finds it where it will be
    this.context = context;
    this.onCompare = onCompare;
    this.lazy = new Lazy(context, () => this.loadPanel());
  }

  /** @type {TrainPanel | null} null until it is loaded */
  get panel() {
    return this.lazy.part;
  }

  async loadPanel() {
    const { TrainPanel } = await import("./train-panel.js");
    return TrainPanel.load(this.context, this.element, this.onCompare);
  }

  async opened() {
    await this.lazy.load();
    if (this.context.tabs.isOpen(this.name)) {
      this.panel?.opened();
    }
  }

  /**
   * Open a file of digits that was dropped on the page.
   * @param {File} file
   */
  async openFile(file) {
    this.context.tabs.choose(this.name);
    await this.lazy.load();
    await this.panel?.openFile(file);
  }

  closed() {
    this.panel?.closed();
  }

  /** @param {SmallPicture} picture */
  async paintPicture(picture) {
    picture.clear();
    picture.line(
      CURVE.map(([x, y]) => [x * WIDTH, y * HEIGHT]),
      ACCENT,
      2,
    );
  }

  /** @param {Model} model */
  showModel(model) {
    this.panel?.showModel(model);
  }

  /** @param {Shown} reading */
  paint(reading) {
    this.panel?.paint(reading);
  }

  localise() {
    this.panel?.localise();
  }
}
