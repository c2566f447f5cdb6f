/**
 * The button "Try without" beside the views of a stage. What it opens is loaded then; so it is for a state in which something
 * is left out, and where the weights of the network are changed.
 */

import { localise } from "../../i18n/language.js";
import { button, byId } from "../../ui/dom.js";
import { Lazy } from "../lazy.js";

/** @import { Shown } from "../../protocol/page-state.js" */
/** @import { Panel } from "../../view/panel.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { InterventionsPanel } from "./interventions-panel.js" */

/** @implements {Panel} */
export class InterventionsOpener {
  /** @param {PanelContext} context */
  constructor(context) {
    this.context = context;
    this.lazy = new Lazy(context, async () => {
      const { InterventionsPanel } = await import("./interventions-panel.js");
      return InterventionsPanel.load(context);
    });
    this.button = localise(
      button("try-without-open", "", () => this.toggle()),
      { text: "tryWithout.open", title: "tryWithout.title" },
    );
    this.button.dataset.testid = "try-without-open";
    this.button.setAttribute("aria-expanded", "false");
    byId("inspector-legend").before(this.button);
    context.weights.addEventListener("change", () => context.weights.isChanged && this.lazy.load());
  }

  /** @type {InterventionsPanel | null} null until it is loaded */
  get panel() {
    return this.lazy.part;
  }

  async toggle() {
    const isOpen = this.button.getAttribute("aria-expanded") !== "true";
    const panel = await this.lazy.load();
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
    await (await this.lazy.load())?.toggle("muted", [stage, channel]);
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
      await (await this.lazy.load())?.setState(interventions);
    }
  }
}
