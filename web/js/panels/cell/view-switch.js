/** Switches the inspector between three views of the open stage: its maps, the sliding window, and its kernels. */

import { localise } from "../../i18n/language.js";
import { make } from "../../ui/dom.js";
import { KernelsOpener } from "./kernels-opener.js";
import { SlidingView } from "./sliding-view.js";

/** @import { Inspector } from "../../diagram/inspector.js" */
/** @import { Answer, Cell, Place } from "../../protocol/questions.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { CellSelection } from "./cell-selection.js" */
/** @import { WeightChanges } from "./weight-changes.js" */

/** @typedef {"maps" | "sliding" | "kernels"} ViewName */

export class ViewSwitch {
  /**
   * @param {HTMLElement} switchBox contains the radio buttons
   * @param {Inspector} inspector
   * @param {PanelContext} context
   * @param {CellSelection} selection
   * @param {WeightChanges} weights
   */
  constructor(switchBox, inspector, context, selection, weights) {
    this.switchBox = localise(switchBox, { label: "look.viewsLabel" });
    this.inspector = inspector;
    this.context = context;
    this.selection = selection;
    /** @type {ViewName} */
    this.name = "maps";
    /** @type {string | null} name of the open stage */
    this.stage = null;
    this.sliding = new SlidingView(context, selection);
    this.kernels = new KernelsOpener(context, this, weights);
    inspector.parts.maps.after(this.sliding.element, this.kernels.element);
    /** @type {Record<ViewName, HTMLInputElement>} */
    this.radios = {
      maps: this.radio("maps"),
      sliding: this.radio("sliding"),
      kernels: this.radio("kernels"),
    };
    this.choose("maps");
  }

  /** @param {ViewName} name */
  radio(name) {
    const input = make("input");
    Object.assign(input, { type: "radio", name: "stage-view", value: name });
    input.dataset.testid = `view-${name}`;
    input.addEventListener("change", () => this.choose(name));
    this.switchBox.append(make("label", "", input, localise(make("span"), { text: `look.views.${name}` })));
    return input;
  }

  /** @param {ViewName} name */
  choose(name) {
    this.name = name;
    this.radios[name].checked = true;
    this.inspector.parts.maps.hidden = name !== "maps";
    this.sliding.element.hidden = name !== "sliding";
    this.kernels.element.hidden = name !== "kernels";
    if (name !== "sliding") {
      this.sliding.stepper.stop();
    }
    this.openView();
  }

  /** @param {string | null} name of the open stage; null if none is open */
  showStage(name) {
    this.switchBox.hidden = name === null;
    if (name !== this.stage) {
      this.stage = name;
      if (name === null) {
        this.choose("maps");
      } else {
        this.openView();
      }
    }
  }

  /**
   * Pins a cell and scrolls to it among the stage's maps.
   * @param {Place} cell
   */
  showInMaps(cell) {
    this.choose("maps");
    this.selection.movePin(cell);
    this.inspector.maps[cell.channel]?.figure.scrollIntoView({ block: "nearest" });
  }

  /** Opens the chosen view for the open stage. */
  openView() {
    const stage = this.context.view.model?.stages.find(({ name }) => name === this.stage);
    if (stage && this.name === "sliding") {
      this.sliding.open(stage);
    } else if (stage && this.name === "kernels") {
      this.kernels.open(stage);
    }
  }

  localise() {
    this.sliding.localise();
    this.kernels.localise();
    this.paint();
  }

  paint() {
    if (this.name === "kernels" && this.stage) {
      this.kernels.refresh();
    } else if (this.name === "sliding" && this.stage) {
      this.sliding.paint();
    }
  }

  /**
   * @param {Cell} explanation of the selected cell
   * @param {Answer<"field">} field
   */
  showExplanation(explanation, field) {
    if (this.name === "sliding" && explanation.place.stage === this.stage) {
      this.sliding.show(explanation, field);
    }
  }

  /** Stops the animation. */
  stop() {
    this.sliding.stepper.stop();
  }
}
