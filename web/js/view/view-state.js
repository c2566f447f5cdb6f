/** What is on the screen: a model, the newest reading of it, and the stage that is open. */

import { nameStages } from "../i18n/stage-titles.js";
import { FrameThrottle } from "../lib/frame-throttle.js";
import { namesIn } from "../protocol/stages.js";

/** @import { Diagram } from "../diagram/diagram.js" */
/** @import { Inspector } from "../diagram/inspector.js" */
/** @import { Texts } from "../i18n/language.js" */
/** @import { Panel } from "./panel.js" */
/** @import { Prediction } from "../prediction/prediction.js" */
/** @import { Model } from "../protocol/messages.js" */
/** @import { Shown } from "../protocol/page-state.js" */

/**
 * @typedef {object} Parts
 * @property {Diagram} diagram
 * @property {Inspector} inspector
 * @property {Prediction} answer
 * @property {(model: Model) => void} onModel another model is in force
 * @property {() => boolean} isEmpty whether nothing is drawn
 * @property {() => void} reveal make the inspector visible
 * @property {() => void} onStage a stage was opened or closed
 * @property {Texts} texts
 */

export class ViewState {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    /** @type {Model | null} */
    this.model = null;
    /** @type {Shown | null} */
    this.shown = null;
    /** @type {string | null} */
    this.openStage = null;
    /** @type {Panel[]} empty until they have come */
    this.panels = [];
    this.frames = new FrameThrottle(() => this.paintReading());
    this.inputTime = 0; // of the first pointer event that is not in a reading yet
    this.readInput = 0; // of the first one whose reading is not painted yet
  }

  /**
   * Take panels in, and tell them what has happened before they came.
   * @param {Panel[]} panels
   */
  takeIn(panels) {
    this.panels.push(...panels);
    for (const panel of panels) {
      panel.inkChanged?.();
      if (this.model) {
        panel.showModel?.(this.model);
      }
    }
    this.frames.ask();
  }

  /**
   * Put a reading on the screen.
   * @param {Shown} shown
   */
  show(shown) {
    this.shown = shown;
    this.readInput ||= this.inputTime;
    this.inputTime = 0;
    this.frames.ask();
  }

  /** The drawing is another, and nobody can read it yet. */
  forget() {
    this.frames.forget();
    this.shown = null;
    this.parts.answer.wait();
    this.parts.diagram.fade(true);
  }

  /** What is shown of a model is not whole: show none, and no reading, until the next one is shown. */
  withdraw() {
    this.model = null;
    this.forget();
  }

  paintReading() {
    this.paint();
    if (this.readInput) {
      performance.clearMeasures("pointer-to-paint"); // observers have had it; a long drawing must not pile them up
      performance.measure("pointer-to-paint", { start: this.readInput });
      this.readInput = 0;
    }
  }

  paint() {
    const { shown, model } = this;
    if (!shown || !model) {
      return;
    }
    const { diagram, inspector, answer, isEmpty } = this.parts;
    diagram.paint(shown.pixels, shown.ranges);
    diagram.fade(false);
    answer.show(shown.probabilities, isEmpty());
    inspector.paint(
      shown.values,
      shown.ranges,
      model.stages.findIndex(({ name }) => name === this.openStage),
    );
    for (const panel of this.panels) {
      panel.paint?.(shown, model);
    }
  }

  /** @param {Model} model */
  showModel(model) {
    const { diagram, inspector, answer, onModel, texts } = this.parts;
    nameStages(model, texts);
    const isNew = JSON.stringify(this.model?.stages) !== JSON.stringify(model.stages);
    this.model = model;
    onModel(model);
    if (isNew) {
      this.shown = null;
      diagram.show(model);
      answer.setClasses(model.classes);
      this.openStage = null;
      inspector.close();
      diagram.mark(null);
    }
    for (const panel of this.panels) {
      panel.showModel?.(model);
    }
  }

  /** @param {string | null} name the stage to show large, or to show so no longer */
  toggleStage(name) {
    const { diagram, reveal, onStage } = this.parts;
    const view = name && name !== this.openStage ? diagram.stages.get(name) : undefined;
    const before = this.openStage;
    this.openStage = view ? view.stage.name : null;
    diagram.mark(this.openStage);
    this.fillInspector();
    if (view) {
      reveal();
      this.paint();
    } else {
      diagram.stages.get(before ?? "")?.button.focus({ preventScroll: true });
    }
    onStage();
  }

  /** Show the open stage large, or none. */
  fillInspector() {
    const { diagram, inspector } = this.parts;
    const view = diagram.stages.get(this.openStage ?? "");
    if (view && this.model) {
      inspector.open(view, this.model.colormaps[view.stage.colormap], namesIn(view.stage, this.model));
    } else {
      inspector.close();
    }
  }

  /** Another language is in force. */
  localise() {
    const { diagram, answer, inspector, texts } = this.parts;
    if (this.model) {
      nameStages(this.model, texts);
    }
    diagram.localise();
    answer.localise();
    inspector.localise();
    for (const panel of this.panels) {
      panel.localise?.();
    }
    this.paint();
  }
}
