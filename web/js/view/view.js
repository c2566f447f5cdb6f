/**
 * What the page shows: a model, the newest reading of what is on the pad, and the stage that is open. All parts that show
 * something of it are told here; they paint at most once a frame.
 */

import { Diagram } from "../diagram/diagram.js";
import { Inspector } from "../diagram/inspector.js";
import { texts } from "../i18n/language.js";
import { localiseStageTitles } from "../i18n/stage-titles.js";
import { FrameThrottle } from "../lib/frame-throttle.js";
import { Prediction } from "../prediction/prediction.js";
import { DEFAULT_COLOURS } from "../protocol/questions.js";
import { judgesEachClass, namesIn, pictureOf, probabilitiesOf, valuesOf } from "../protocol/stages.js";
import { byId } from "../ui/dom.js";
import { showScrollFade } from "../ui/scroll-fade.js";
import { NeededStages } from "./needed-stages.js";
import { ReadingTime } from "./reading-time.js";

/** @import { Pad } from "../input/pad.js" */
/** @import { Model, Painted, Reading } from "../protocol/messages.js" */
/** @import { Shown } from "../protocol/page-state.js" */
/** @import { Questions } from "../protocol/questions.js" */
/** @import { PythonClient } from "../python/client.js" */
/** @import { StatusBar } from "../ui/status-bar.js" */
/** @import { Panel } from "./panel.js" */

/**
 * Dispatches `reading` for each reading that Python has made, `modelchange` once another model has read the input, and
 * `pinchange` when another cell is pinned, or none any more.
 */
export class View extends EventTarget {
  /**
   * @param {Pad} pad
   * @param {PythonClient} python
   * @param {StatusBar} status
   */
  constructor(pad, python, status) {
    super();
    this.pad = pad;
    this.status = status;
    /** @type {Model | null} */
    this.model = null;
    /** @type {Shown | null} */
    this.reading = null;
    /** @type {string | null} the name of the stage that the inspector shows */
    this.openStage = null;
    /** @type {Questions["colours"]["args"]} how the maps are coloured */
    this.colours = DEFAULT_COLOURS;
    /** @type {Panel[]} in the order in which they are told; those of panels/ are added once they are loaded */
    this.panels = [];
    this.diagram = new Diagram(byId("diagram"), texts, (name) => this.toggleStage(name));
    this.needed = new NeededStages(this.diagram, python, "main", (painted) => this.complete(painted));
    this.time = new ReadingTime(status);
    this.inspector = new Inspector(texts, () => this.toggleStage(this.openStage));
    this.prediction = new Prediction(texts, status);
    this.frames = new FrameThrottle(() => this.paintFrame());
    this.inputTime = 0; // of the first pointer event that is not in a reading yet
    this.readInput = 0; // of the first one whose reading is not painted yet
    this.isOld = false; // what is shown, because another model is being loaded
    this.onOutdated = () => {}; // called when Python turns out to have made another reading than that on the screen
    showScrollFade(this.diagram.element);
  }

  /**
   * Add panels, and tell them what has happened so far.
   * @param {Panel[]} panels
   */
  add(...panels) {
    this.panels.push(...panels);
    for (const panel of panels) {
      panel.inkChanged?.();
      if (this.model) {
        panel.showModel?.(this.model);
      }
    }
    this.frames.request();
  }

  /** @param {number} time of the event that has changed what is on the pad */
  inkChanged(time) {
    this.inputTime ||= time;
    for (const panel of this.panels) {
      panel.inkChanged?.();
    }
  }

  /**
   * @param {Reading} reading from Python
   * @param {boolean} [isOfInput] whether it is of what is on the pad now; with other weights, the newest image is read again
   */
  showReading(reading, isOfInput = true) {
    if (!this.model) {
      return; // it was made by a model that could not be shown
    }
    const { model } = this;
    this.show({ ...reading, probabilities: probabilitiesOf(reading, model) }, isOfInput);
    this.time.show(reading.milliseconds, model, this.pad.content);
    this.dispatchEvent(new CustomEvent("reading", { detail: reading }));
  }

  /**
   * @param {Shown} reading to be painted in the next frame
   * @param {boolean} [isOfInput]
   */
  show(reading, isOfInput = true) {
    this.reading = reading;
    if (isOfInput) {
      this.readInput ||= this.inputTime;
      this.inputTime = 0;
    }
    this.frames.request();
  }

  /**
   * What is needed of the newest reading in addition is here.
   * @param {Painted} painted
   */
  complete(painted) {
    const { reading } = this;
    if (reading?.serial === painted.serial) {
      Object.assign(reading, painted, { replaced: undefined });
      this.frames.request();
    } else if (reading) {
      this.onOutdated();
    }
  }

  /** The input has changed while Python is not up: fade the diagram and show “waiting”. */
  markStale() {
    this.frames.cancel();
    this.reading = null;
    this.prediction.wait();
    this.diagram.fade(true);
  }

  /** @param {boolean} isOld whether what is shown is of a model that another one is about to replace */
  markOld(isOld) {
    if (isOld !== this.isOld) {
      this.isOld = isOld;
      this.diagram.fade(isOld || !this.reading);
      this.prediction.markOld(isOld);
      this.frames.request();
    }
  }

  /** What is shown of the model is incomplete: show neither it nor a reading until another one is shown. */
  withdrawModel() {
    this.model = null;
    this.markStale();
  }

  paintFrame() {
    this.paint();
    if (this.readInput) {
      performance.clearMeasures("pointer-to-paint"); // observers have had it; a long drawing must not pile them up
      performance.measure("pointer-to-paint", { start: this.readInput });
      this.readInput = 0;
    }
  }

  paint() {
    const { reading, model, diagram } = this;
    if (!reading || !model) {
      return;
    }
    diagram.paint(reading, model);
    diagram.fade(this.isOld);
    this.prediction.show(reading.probabilities, this.pad.isEmpty);
    this.paintInspector(reading, model);
    for (const panel of this.panels) {
      panel.paint?.(reading, model);
    }
  }

  /**
   * @param {Shown} reading
   * @param {Model} model
   */
  paintInspector(reading, model) {
    const number = model.stages.findIndex(({ name }) => name === this.openStage);
    const stage = model.stages[number];
    if (stage) {
      const { ranges } = reading;
      const range = /** @type {[number, number]} */ ([ranges[2 * number], ranges[2 * number + 1]]);
      this.inspector.paint(pictureOf(reading, model, stage), valuesOf(reading, model, stage), range);
    }
  }

  /** @param {Model} model */
  showModel(model) {
    localiseStageTitles(model, texts);
    const isNew = !this.model || shapeOf(this.model) !== shapeOf(model);
    this.model = model;
    this.pad.picture.shape = model.input.shape;
    if (isNew) {
      this.reading = null;
      this.diagram.show(model);
      this.prediction.setClasses(model.classes, judgesEachClass(model));
      this.openStage = null;
      this.inspector.close();
      this.diagram.mark(null);
    }
    this.needed.follow(model);
    for (const panel of this.panels) {
      panel.showModel?.(model);
    }
  }

  /**
   * The current model has been changed: its stages have the same names, shapes and places.
   * @param {Model} changed
   */
  updateModel({ stages, ...facts }) {
    const { model, diagram, inspector } = this;
    if (!model) {
      return;
    }
    Object.assign(model, facts);
    stages.forEach((stage, number) => {
      Object.assign(model.stages[number], stage);
    });
    localiseStageTitles(model, texts);
    for (const { name, colormap } of model.stages) {
      for (const legend of this.legendsOf(name)) {
        legend.setColours(model.colormaps[colormap]);
      }
    }
    diagram.localise();
    inspector.localise();
  }

  /** @param {string | null} name of the stage to open in the inspector, or to close if it is open */
  toggleStage(name) {
    const { diagram } = this;
    const view = name && name !== this.openStage ? diagram.stages.get(name) : undefined;
    const before = this.openStage;
    this.openStage = view ? view.stage.name : null;
    diagram.mark(this.openStage);
    this.fillInspector();
    this.needed.need("inspector", this.openStage ? [this.openStage] : []);
    for (const panel of this.panels) {
      panel.stageChanged?.();
    }
    if (view) {
      this.paint();
    } else {
      diagram.stages.get(before ?? "")?.button.focus({ preventScroll: true });
    }
  }

  fillInspector() {
    const view = this.diagram.stages.get(this.openStage ?? "");
    if (view && this.model) {
      this.inspector.open(view, this.model.colormaps[view.stage.colormap], namesIn(view.stage, this.model));
    } else {
      this.inspector.close();
    }
  }

  /**
   * The legends of a stage: that in the diagram, and that in the inspector if the stage is open there.
   * @param {string} name
   */
  legendsOf(name) {
    const { view, legend } = this.inspector;
    const own = this.diagram.stages.get(name)?.legend;
    return [...(own ? [own] : []), ...(legend && view?.stage.name === name ? [legend] : [])];
  }

  /** Close what is open or pinned. @returns {boolean} whether there was anything */
  escape() {
    if (this.panels.some((panel) => panel.escape?.())) {
      return true;
    }
    if (this.openStage) {
      this.toggleStage(this.openStage);
      return true;
    }
    return false;
  }

  localise() {
    if (this.model) {
      localiseStageTitles(this.model, texts);
    }
    this.diagram.localise();
    this.prediction.localise();
    this.inspector.localise();
    this.time.localise();
    for (const panel of this.panels) {
      panel.localise?.();
    }
    this.paint();
  }
}

/**
 * What decides whether a model is shown in the place of another one or as a new one.
 * @param {Model} model
 */
const shapeOf = ({ stages, classes }) => JSON.stringify([stages, classes]);
