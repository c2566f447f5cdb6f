/** The tab "Code". Its panel, with the editor, is loaded when the tab is opened, or when a link brings code. */

import { make } from "../../ui/dom.js";
import { HEIGHT, WIDTH } from "../../ui/small-picture.js";
import { Lazy } from "../lazy.js";

/** @import { Shown } from "../../protocol/page-state.js" */
/** @import { Place } from "../../protocol/questions.js" */
/** @import { SmallPicture } from "../../ui/small-picture.js" */
/** @import { Panel } from "../../view/panel.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { Tab } from "../tabs.js" */
/** @import { CodePanel } from "./code-panel.js" */

/** @implements {Panel} @implements {Tab} */
export class CodeTab {
  /**
   * @param {PanelContext} context
   * @param {(cell: Place) => void} onPin called to pin a cell in the diagram
   */
  constructor(context, onPin) {
    this.name = /** @type {const} */ ("code");
    this.element = make("section", "code");
    this.element.style.minHeight = "60vh"; // until it is loaded, so that who scrolls to it finds it where it will be
    this.context = context;
    this.onPin = onPin;
    this.lazy = new Lazy(context, () => this.loadPanel());
  }

  /** @type {CodePanel | null} null until it is loaded */
  get panel() {
    return this.lazy.part;
  }

  /** Load the panel, the editor, and the operators of the network, all at the same time. */
  async loadPanel() {
    const { context, element, onPin } = this;
    const [{ CodePanel }, { Editor }, { result }] = await Promise.all([
      import("./code-panel.js"),
      import("./editor.js"),
      context.python.runTask("operators"),
    ]);
    return CodePanel.load(context, element, onPin, Editor, result);
  }

  opened() {
    this.lazy.load();
  }

  /**
   * Open the tab at an operator.
   * @param {string} op
   */
  async openAt(op) {
    this.context.tabs.choose(this.name);
    await this.lazy.load();
    this.panel?.openAt(op);
  }

  /**
   * Open an exercise that was dropped on the page.
   * @param {File} file
   */
  async openFile(file) {
    this.context.tabs.choose(this.name);
    await this.lazy.load();
    await this.panel?.openFile(file);
  }

  /** @param {SmallPicture} picture */
  async paintPicture(picture) {
    picture.clear();
    picture.text("def", WIDTH / 2, HEIGHT / 2, { size: 22 });
  }

  showModel() {
    this.panel?.showModel();
  }

  /** @param {Shown} reading */
  paint(reading) {
    this.panel?.paint(reading);
  }

  localise() {
    this.panel?.localise();
  }

  getState() {
    return this.panel?.getState() ?? {};
  }

  /** @param {Record<string, unknown>} state */
  async setState({ code }) {
    if (code) {
      await this.lazy.load();
    }
    await this.panel?.setState(code);
  }
}
