/**
 * The button "Try without" beside the views of a stage. What it opens is loaded then; so it is for a state in which something
 * is left out, and where the weights of the network are changed.
 */

import { sentenceOf } from "../../i18n/error-text.js";
import { localise } from "../../i18n/language.js";
import { button, byId } from "../../ui/dom.js";

/** @import { Shown } from "../../protocol/page-state.js" */
/** @import { Panel } from "../../view/panel.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { InterventionsPanel } from "./interventions-panel.js" */

/** @implements {Panel} */
export class InterventionsOpener {
  /** @param {PanelContext} context */
  constructor(context) {
    this.context = context;
    /** @type {InterventionsPanel | null} once it is loaded */
    this.panel = null;
    /** @type {Promise<InterventionsPanel> | null} */
    this.loading = null;
    this.button = localise(
      button("try-without-open", "", () => this.toggle()),
      { text: "tryWithout.open", title: "tryWithout.title" },
    );
    this.button.dataset.testid = "try-without-open";
    this.button.setAttribute("aria-expanded", "false");
    byId("inspector-legend").before(this.button);
    context.weights.addEventListener("change", () => context.weights.isChanged && this.loadOrReport());
  }

  /** Load the panel, once; after an error it can be tried again. */
  load() {
    this.loading ??= this.loadNow().catch((error) => {
      this.loading = null;
      throw error;
    });
    return this.loading;
  }

  async loadNow() {
    const { InterventionsPanel } = await import("./interventions-panel.js");
    this.panel = await InterventionsPanel.load(this.context);
    return this.panel;
  }

  async loadOrReport() {
    try {
      return await this.load();
    } catch (error) {
      this.context.status.showError(() => this.context.texts.errors.build(sentenceOf(error)));
      return null;
    }
  }

  async toggle() {
    const isOpen = this.button.getAttribute("aria-expanded") !== "true";
    const panel = await this.loadOrReport();
    if (panel) {
      this.button.setAttribute("aria-expanded", String(isOpen));
      panel.open(isOpen);
    }
  }

  /**
   * Mute a map, or unmute it.
   * @param {string} stage
   * @param {number} channel
   */
  async toggleMuted(stage, channel) {
    await (await this.loadOrReport())?.toggle("muted", [stage, channel]);
  }

  async showModel() {
    if (this.panel) {
      await this.panel.showModel().catch(() => {}); // Python has stopped, which is shown
    }
  }

  stageChanged() {
    this.panel?.stageChanged();
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
  async setState({ interventions }) {
    if (this.panel || interventions !== undefined) {
      await (await this.load()).setState(interventions);
    }
  }
}
