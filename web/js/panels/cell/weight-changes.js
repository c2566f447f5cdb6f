/**
 * Weights changed by hand, as a panel of the view. What edits them is loaded when kernels are shown, when a link has changed
 * weights, or when others have changed some.
 */

import { Lazy } from "../lazy.js";

/** @import { Panel } from "../../view/panel.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { WeightEditing } from "./weights/weight-editing.js" */

/** @implements {Panel} */
export class WeightChanges {
  /** @param {PanelContext} context */
  constructor(context) {
    this.lazy = new Lazy(context, async () => {
      const { WeightEditing } = await import("./weights/weight-editing.js");
      return WeightEditing.load(context, () => this.onCompare());
    });
    this.onCompare = () => {}; // called to compare with the network before the changes
    context.weights.addEventListener("change", () => context.weights.isChanged && this.load());
  }

  /**
   * Load what edits weights, once, and the weights of the current model.
   * @returns {Promise<WeightEditing | null>} null if that fails, which is shown
   */
  load() {
    return this.lazy.load();
  }

  /** @type {WeightEditing | null} null until it is loaded */
  get editing() {
    return this.lazy.part;
  }

  showModel() {
    this.editing?.applyMissing();
  }

  localise() {
    this.editing?.render();
  }

  getState() {
    return this.editing?.getState() ?? {};
  }

  /** @param {Record<string, any>} state */
  async setState(state) {
    if (state.weights !== undefined || this.editing) {
      await (await this.load())?.setState(state);
    }
  }
}
