/** Compares two models: a second one reads the same ink. Its diagram is shown, and the probabilities of both models. */

import { Diagram } from "../../diagram/diagram.js";
import { messageOf } from "../../i18n/error-text.js";
import { localiseStageTitles } from "../../i18n/stage-titles.js";
import { coalesce } from "../../lib/coalesce.js";
import { leavesSizeOpen } from "../../models/model-importer.js";
import { probabilitiesOf } from "../../protocol/stages.js";
import { SideModel } from "../../python/side-model.js";
import { make, setText } from "../../ui/dom.js";
import { ACCENT, QUIET, WIDTH } from "../../ui/small-picture.js";
import { NeededStages } from "../../view/needed-stages.js";
import { BarsTable } from "./bars-table.js";
import { SecondModelPicker } from "./second-model-picker.js";

/** @import { Model, Painted, Reading } from "../../protocol/messages.js" */
/** @import { PythonClient } from "../../python/client.js" */
/** @import { Source } from "../../python/model-slots.js" */
/** @import { WorkerHandle } from "../../python/worker-handle.js" */
/** @import { SmallPicture } from "../../ui/small-picture.js" */
/** @import { Panel } from "../../view/panel.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { Tab } from "../tabs.js" */
/** @import { Prediction } from "./bars-table.js" */
/** @import { Shown } from "../../protocol/page-state.js" */

/** @implements {Panel} @implements {Tab} */
export class ComparePanel {
  /**
   * @param {PanelContext} context
   */
  constructor(context) {
    this.name = /** @type {const} */ ("compare");
    this.context = context;
    this.secondModel = new SideModel(context.python, "compare");
    /** @type {Source | null} source of the second model; null if none is selected */
    this.source = null;
    this.hasChosen = false; // the first time that the tab is opened, the page chooses
    /** @type {Model | null} the model in the diagram */
    this.model = null;
    this.colours = ""; // key of the colours that the second model was given
    /** @type {WorkerHandle | null} the worker that was given these colours */
    this.colouredWorker = null;
    /** Has the second model read the newest drawing, one reading at a time, while the tab is open. */
    this.follow = coalesce(
      () => this.source !== null && context.tabs.isOpen("compare"),
      () => this.read(/** @type {Source} */ (this.source)),
    );
    this.picker = new SecondModelPicker(context, this);
    this.sentence = make("p", "agreement");
    this.sentence.dataset.testid = "agreement";
    this.bars = new BarsTable();
    /** @type {[first: Prediction, second: Prediction] | null} null until both have read the ink */
    this.predictions = null;
    this.message = () => context.texts.compare.hint;
    const diagram = make("section", "diagram other");
    diagram.tabIndex = 0;
    this.diagram = new Diagram(diagram, context.texts, () => {});
    /** @type {Painted | null} the reading of the second model */
    this.reading = null;
    this.needed = new NeededStages(this.diagram, context.python, "compare", (painted) => this.complete(painted));
    this.element = make(
      "section",
      "compare",
      make("div", "compare-side", this.picker.element, this.sentence, this.bars.element),
      diagram,
    );
    this.element.dataset.testid = "compare";
    this.localise();
  }

  localise() {
    this.picker.localise();
    this.diagram.element.setAttribute("aria-label", this.context.texts.compare.diagram);
    if (this.model) {
      localiseStageTitles(this.model, this.context.texts);
      this.diagram.localise();
      this.disableStages();
    }
    if (this.predictions) {
      this.bars.show(...this.predictions, this.context.texts);
    }
    this.showMessage(this.message);
  }

  /** @param {Source | null} source the second model; null for none */
  choose(source) {
    this.hasChosen = true;
    this.source = source;
    this.picker.setSelected(source);
    this.clear();
    const { compare } = this.context.texts;
    this.showMessage(() => (source ? compare.loading(source.name) : compare.hint));
    this.follow();
  }

  /**
   * Show the comparison with a model.
   * @param {Source} source
   */
  open(source) {
    this.choose(source);
    this.context.tabs.choose(this.name);
  }

  /** Compare with the current network as it was before its weights were changed. */
  showOriginal() {
    const { original } = this.picker;
    if (original !== this.source) {
      this.choose(original);
    }
    this.context.tabs.choose("compare");
    this.element.scrollIntoView({ block: "nearest" });
    this.picker.select.focus({ preventScroll: true });
  }

  /**
   * How the second model is called: the current network before its changes has the same title as it.
   * @param {Model} model
   */
  titleOf({ title }) {
    const isOriginal = this.source !== null && this.source === this.picker.file;
    return isOriginal ? this.context.texts.compare.before(title) : title;
  }

  clear() {
    this.model = this.predictions = this.reading = null;
    this.bars.clear();
    this.diagram.element.replaceChildren();
    this.diagram.stages.clear();
    this.diagram.connections.connect([], new Map());
  }

  paint() {
    this.follow();
  }

  showModel() {
    this.follow();
  }

  opened() {
    this.picker.updateOptions();
    if (!this.source && !this.hasChosen) {
      this.choose(this.picker.suggestion(this.context.view.model?.name));
    }
    this.follow();
  }

  /** @param {SmallPicture} picture of what both models are most sure of; the second one may not have been asked yet */
  async paintPicture(picture) {
    const { reading } = this.context.view;
    const first = reading ? Array.from(reading.probabilities) : [];
    const second = this.predictions?.[1].probabilities ?? [];
    picture.clear();
    [first, second].forEach((probabilities, rank) => {
      const largest = Math.max(0, ...probabilities);
      const label = rank === 0 ? this.context.view.model?.classes : this.predictions?.[1].classes;
      picture.text(label?.[probabilities.indexOf(largest)]?.slice(0, 2) ?? "?", 14, 18 + 25 * rank, { size: 16 });
      picture.bar(largest, 28, 15 + 25 * rank, WIDTH - 38, rank === 0 ? ACCENT : QUIET);
    });
  }

  getState() {
    const name = this.picker.isListed(this.source) ? this.source?.name : undefined;
    return name ? { other: name } : {};
  }

  /** @param {Record<string, unknown>} state */
  setState({ other }) {
    this.picker.updateOptions();
    const source = typeof other === "string" ? this.picker.sourceOf(other) : null;
    if (source !== this.source) {
      this.choose(source);
    }
  }

  /** @param {Source} source */
  async read(source) {
    try {
      const model = await this.secondModel.ready(source);
      const python = this.context.python;
      const isCurrent = () => source === this.source;
      if (!model || !python || !isCurrent()) {
        return;
      }
      await this.copyColours(python);
      const shown = this.context.view.reading;
      const reading = await python.readInk(() => this.context.pad.ink(), "compare");
      if (reading && isCurrent() && this.context.tabs.isOpen("compare")) {
        this.show(model, reading, shown);
      }
    } catch (error) {
      if (source === this.source && this.context.python.isUp) {
        this.reject(source, error);
      }
    }
  }

  /**
   * Colours the second diagram like the first one. Colours are sent once for each model and each worker.
   * @param {PythonClient} python
   */
  async copyColours(python) {
    const colours = this.context.view.colours;
    const key = JSON.stringify([colours, this.secondModel.worker && this.secondModel.source?.name]);
    if (key !== this.colours || this.secondModel.worker !== this.colouredWorker) {
      const answer = await python.ask("colours", colours, "compare");
      this.colours = key;
      this.colouredWorker = this.secondModel.worker;
      if (answer && this.model) {
        Object.assign(this.model.colormaps, answer.result.colormaps);
        for (const view of this.diagram.stages.values()) {
          view.legend.setColours(this.model.colormaps[view.stage.colormap]);
        }
      }
    }
  }

  /**
   * Deselects a model that cannot be shown, and shows the reason.
   * @param {Source} source
   * @param {unknown} error
   */
  reject(source, error) {
    this.source = null;
    this.picker.setSelected(null);
    this.clear();
    if (leavesSizeOpen(error)) {
      this.picker.askSize();
      this.showMessage(() => this.context.texts.compare.hint);
    } else {
      this.showMessage(() => this.context.texts.compare.refused(source.name, messageOf(error)));
    }
  }

  /**
   * @param {Model} model
   * @param {Reading} reading
   * @param {Shown | null} shown the reading of the first model
   */
  show(model, reading, shown) {
    const firstModel = this.context.view.model;
    const isNew = model !== this.model;
    if (isNew) {
      this.model = model;
      localiseStageTitles(model, this.context.texts);
      this.diagram.show(model);
      this.needed.follow(model);
      this.disableStages();
    }
    this.reading = reading;
    this.diagram.paint(reading, model);
    if (!firstModel || !shown) {
      return;
    }
    const { title, classes } = firstModel;
    const first = { title, classes, probabilities: Array.from(shown.probabilities) };
    const second = {
      title: this.titleOf(model),
      classes: model.classes,
      probabilities: probabilitiesOf(reading, model),
    };
    this.predictions = [first, second];
    this.bars.show(first, second, this.context.texts);
    this.showMessage(() => this.agreement(first, second));
    if (isNew) {
      this.context.status.announce(this.message());
      this.context.tabs.pictures.request();
    }
  }

  /** @param {Painted} painted what has come into sight of the second diagram */
  complete(painted) {
    if (this.model && this.reading?.serial === painted.serial) {
      this.diagram.paint(painted, this.model);
    }
  }

  /**
   * Whether the models agree, as a sentence.
   * @param {Prediction} first
   * @param {Prediction} second
   */
  agreement(first, second) {
    const { compare, numbers } = this.context.texts;
    if (this.context.pad.drawing.isEmpty) {
      return compare.nothing;
    }
    const notFinite = [first, second].find(({ probabilities }) => !probabilities.every(Number.isFinite));
    if (notFinite) {
      return compare.notFinite(notFinite.title);
    }
    const [a, b] = [first, second].map(({ title, classes, probabilities }) => {
      const largest = Math.max(...probabilities);
      return { title, label: classes[probabilities.indexOf(largest)], share: numbers.sure(largest) };
    });
    return a.label === b.label ? compare.agree(a, b) : compare.differ(a, b);
  }

  /** The stages of the second diagram cannot be opened: the inspector explains the current model only. */
  disableStages() {
    for (const { canvas, button, stage } of this.diagram.stages.values()) {
      canvas.dataset.testid = `other-${stage.name}`;
      button.disabled = true;
      button.setAttribute("aria-label", `${stage.title}, ${this.context.texts.stage.shape(stage.shape)}`);
    }
  }

  /** @param {() => string} message called again when the language changes */
  showMessage(message) {
    this.message = message;
    setText(this.sentence, message());
  }
}
