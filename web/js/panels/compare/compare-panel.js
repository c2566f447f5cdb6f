/** Compare: a second model reads the same ink; its diagram stands below the first, its bars beside the first's. */

import { Diagram } from "../../diagram/diagram.js";
import { messageOf } from "../../i18n/error-text.js";
import { nameStages as translateStages } from "../../i18n/stage-titles.js";
import { coalesce } from "../../lib/coalesce.js";
import { probabilitiesOf } from "../../protocol/stages.js";
import { SideModel } from "../../python/side-model.js";
import { make, setText } from "../../ui/dom.js";
import { BarsTable } from "./bars-table.js";
import { SecondModelPicker } from "./second-model-picker.js";

/** @import { Model, Reading } from "../../protocol/messages.js" */
/** @import { PythonClient } from "../../python/client.js" */
/** @import { Source } from "../../python/side-model.js" */
/** @import { WorkerHandle } from "../../python/worker-handle.js" */
/** @import { PanelContext, Panel } from "../../view/panel.js" */
/** @import { Tab } from "../tabs.js" */
/** @import { Answer } from "./bars-table.js" */
/** @import { Site } from "./second-model-picker.js" */
/** @import { Shown } from "../../protocol/page-state.js" */

/** @implements {Panel} @implements {Tab} */
export class ComparePanel {
  /**
   * @param {PanelContext} context
   * @param {Site} site
   */
  constructor(context, site) {
    this.name = /** @type {const} */ ("compare");
    this.context = context;
    this.side = new SideModel(context.python, "compare");
    /** @type {Source | null} the second model, once it is chosen */
    this.source = null;
    /** @type {Model | null} the one whose diagram is to be seen */
    this.model = null;
    this.colours = "";
    /** @type {WorkerHandle | null} the worker that knows these colours */
    this.colouredIn = null;
    /** Let the second model read what the first has read; while it does, only the newest drawing waits. */
    this.follow = coalesce(
      () => this.source !== null && context.isOpen("compare"),
      () => this.read(/** @type {Source} */ (this.source)),
    );
    this.choice = new SecondModelPicker(context, site, (source) => this.choose(source));
    this.sentence = make("p", "agreement");
    this.sentence.dataset.testid = "agreement";
    this.bars = new BarsTable();
    /** @type {[one: Answer, other: Answer] | null} what both have read, once they have */
    this.answers = null;
    this.words = () => context.texts.compare.hint;
    const diagram = make("section", "diagram other");
    diagram.tabIndex = 0;
    this.diagram = new Diagram(diagram, context.texts, () => {});
    this.element = make(
      "section",
      "compare",
      make("div", "compare-side", this.choice.element, this.sentence, this.bars.element),
      diagram,
    );
    this.element.dataset.testid = "compare";
    this.localise();
  }

  localise() {
    this.choice.localise();
    this.diagram.element.setAttribute("aria-label", this.context.texts.compare.diagram);
    if (this.model) {
      translateStages(this.model, this.context.texts);
      this.diagram.localise();
      this.nameStages();
    }
    if (this.answers) {
      this.bars.show(...this.answers, this.context.texts);
    }
    this.say(this.words);
  }

  /** @param {Source | null} source the second model; null for none */
  choose(source) {
    this.source = source;
    this.choice.mark(source);
    this.clear();
    const { compare } = this.context.texts;
    this.say(() => (source ? compare.loading(source.name) : compare.hint));
    this.follow();
  }

  clear() {
    this.model = this.answers = null;
    this.bars.clear();
    this.diagram.element.replaceChildren();
    this.diagram.stages.clear();
    this.diagram.connections.connect([]);
  }

  paint() {
    this.follow();
  }

  showModel() {
    this.follow();
  }

  opened() {
    this.choice.list();
    this.follow();
  }

  getState() {
    const name = this.choice.isListed(this.source) ? this.source?.name : undefined;
    return name ? { other: name } : {};
  }

  /** @param {Record<string, unknown>} state */
  setState({ other }) {
    this.choice.list();
    const source = typeof other === "string" ? this.choice.sourceOf(other) : null;
    if (source !== this.source) {
      this.choose(source);
    }
  }

  /** @param {Source} source */
  async read(source) {
    try {
      const model = await this.side.ready(source);
      const python = this.context.python();
      const isCurrent = () => source === this.source;
      if (!model || !python || !isCurrent()) {
        return;
      }
      await this.colourLikeTheFirst(python);
      const shown = this.context.shown();
      const reading = await python.readInk(() => this.context.ink(), "compare");
      if (reading && isCurrent() && this.context.isOpen("compare")) {
        this.show(model, reading, shown);
      }
    } catch (error) {
      if (source === this.source && this.context.python()?.isUp) {
        this.refuse(source, error);
      }
    }
  }

  /** @param {PythonClient} python */
  async colourLikeTheFirst(python) {
    const colours = this.context.colours();
    const key = JSON.stringify([colours, this.side.worker && this.side.source?.name]);
    if (key !== this.colours || this.side.worker !== this.colouredIn) {
      const answer = await python.ask("colours", colours, "compare");
      this.colours = key;
      this.colouredIn = this.side.worker;
      if (answer && this.model) {
        Object.assign(this.model.colormaps, answer.result.colormaps);
        for (const view of this.diagram.stages.values()) {
          view.legend.setColours(this.model.colormaps[view.stage.colormap]);
        }
      }
    }
  }

  /**
   * @param {Source} source
   * @param {unknown} error
   */
  refuse(source, error) {
    this.source = null;
    this.choice.mark(null);
    this.clear();
    this.say(() => this.context.texts.compare.refused(source.name, messageOf(error)));
  }

  /**
   * @param {Model} model
   * @param {Reading} reading
   * @param {Shown | null} shown what the first model has read
   */
  show(model, reading, shown) {
    const first = this.context.model();
    const isNew = model !== this.model;
    if (isNew) {
      this.model = model;
      translateStages(model, this.context.texts);
      this.diagram.show(model);
      this.nameStages();
    }
    this.diagram.paint(reading.pixels, reading.ranges);
    if (!first || !shown) {
      return;
    }
    const one = { title: first.title, classes: first.classes, probabilities: Array.from(shown.probabilities) };
    const other = { title: model.title, classes: model.classes, probabilities: probabilitiesOf(reading, model) };
    this.answers = [one, other];
    this.bars.show(one, other, this.context.texts);
    this.say(() => this.agreement(one, other));
    if (isNew) {
      this.context.announce(this.words());
    }
  }

  /**
   * @param {Answer} one
   * @param {Answer} other
   */
  agreement(one, other) {
    const { compare, numbers } = this.context.texts;
    if (this.context.pad.drawing.isEmpty) {
      return compare.nothing;
    }
    const broken = [one, other].find(({ probabilities }) => !probabilities.every(Number.isFinite));
    if (broken) {
      return compare.notFinite(broken.title);
    }
    const [a, b] = [one, other].map(({ title, classes, probabilities }) => {
      const share = Math.max(...probabilities);
      return { title, label: classes[probabilities.indexOf(share)], share: numbers.sure(share) };
    });
    return a.label === b.label ? compare.agree(a, b) : compare.differ(a, b);
  }

  /** The second diagram is to look at; to point at a cell, put its model in the first place. */
  nameStages() {
    for (const { canvas, button, stage } of this.diagram.stages.values()) {
      canvas.dataset.testid = `other-${stage.name}`;
      button.disabled = true;
      button.setAttribute("aria-label", `${stage.title}, ${this.context.texts.stage.shape(stage.shape)}`);
    }
  }

  /** @param {() => string} words in the language in force */
  say(words) {
    this.words = words;
    setText(this.sentence, words());
  }
}
