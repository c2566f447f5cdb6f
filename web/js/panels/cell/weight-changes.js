/**
 * Weights changed by hand, as a panel of the view. What edits them is loaded when kernels are shown, when a link has changed
 * weights, or when others have changed some.
 */

import { sentenceOf } from "../../i18n/error-text.js";

/** @import { Panel } from "../../view/panel.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { WeightEditing } from "./weights/weight-editing.js" */

/** @implements {Panel} */
export class WeightChanges {
  /** @param {PanelContext} context */
  constructor(context) {
    this.context = context;
    /** @type {WeightEditing | null} once it is loaded */
    this.editing = null;
    /** @type {Promise<WeightEditing | null> | null} */
    this.loading = null;
    this.onCompare = () => {}; // called to compare with the network before the changes
    context.weights.addEventListener("change", () => context.weights.isChanged && this.load());
  }

  /**
   * Load what edits weights, once, and the weights of the current model.
   * @returns {Promise<WeightEditing | null>} null if that fails, which is shown; it can be tried again
   */
  load() {
    this.loading ??= this.loadNow().catch((error) => {
      this.loading = null;
      this.context.status.showError(() => this.context.texts.errors.build(sentenceOf(error)));
      return null;
    });
    return this.loading;
  }

  async loadNow() {
    const { WeightEditing } = await import("./weights/weight-editing.js");
    this.editing = await WeightEditing.load(this.context, () => this.onCompare());
    return this.editing;
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
