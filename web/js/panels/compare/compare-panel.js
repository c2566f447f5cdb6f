/** Compare: a second model reads the same ink; its diagram stands below the first, its bars beside the first's. */

import { Diagram } from "../../diagram/diagram.js";
import { messageOf } from "../../i18n/error-text.js";
import { nameStages as translateStages } from "../../i18n/stage-titles.js";
import { oneAtATime } from "../../lib/coalesce.js";
import { probabilitiesOf } from "../../protocol/stages.js";
import { SideModel } from "../../python/side-model.js";
import { make, setText } from "../../ui/dom.js";
import { Bars } from "./bars-table.js";
import { Choice } from "./second-model-picker.js";

/** @import { Model, Reading } from "../../protocol/messages.js" */
/** @import { Python } from "../../python/client.js" */
/** @import { Source } from "../../python/side-model.js" */
/** @import { LiveWorker } from "../../python/worker-handle.js" */
/** @import { Lent, Panel } from "../../view/panel.js" */
/** @import { Section } from "../tabs.js" */
/** @import { Answer } from "./bars-table.js" */
/** @import { Site } from "./second-model-picker.js" */
/** @import { Shown } from "../../protocol/page-state.js" */

/** @implements {Panel} @implements {Section} */
export class Compare {
  /**
   * @param {Lent} lent
   * @param {Site} site
   */
  constructor(lent, site) {
    this.name = /** @type {const} */ ("compare");
    this.lent = lent;
    this.side = new SideModel(lent.python, "other");
    /** @type {Source | null} the second model, once it is chosen */
    this.source = null;
    /** @type {Model | null} the one whose diagram is to be seen */
    this.model = null;
    this.colours = "";
    /** @type {LiveWorker | null} the worker that knows these colours */
    this.colouredIn = null;
    /** Let the second model read what the first has read; while it does, only the newest drawing waits. */
    this.follow = oneAtATime(
      () => this.source !== null && lent.isOpen("compare"),
      () => this.read(/** @type {Source} */ (this.source)),
    );
    this.choice = new Choice(lent, site, (source) => this.choose(source));
    this.sentence = make("p", "agreement");
    this.sentence.dataset.testid = "agreement";
    this.bars = new Bars();
    /** @type {[one: Answer, other: Answer] | null} what both have read, once they have */
    this.answers = null;
    this.words = () => lent.texts.compare.hint;
    const diagram = make("section", "diagram other");
    diagram.tabIndex = 0;
    this.diagram = new Diagram(diagram, lent.texts, () => {});
    this.element = make(
      "section",
      "compare",
      make("div", "compare-side", this.choice.element, this.sentence, this.bars.element),
      diagram,
    );
    this.element.dataset.testid = "compare";
    this.speak();
  }

  speak() {
    this.choice.speak();
    this.diagram.element.setAttribute("aria-label", this.lent.texts.compare.diagram);
    if (this.model) {
      translateStages(this.model, this.lent.texts);
      this.diagram.speak();
      this.nameStages();
    }
    if (this.answers) {
      this.bars.show(...this.answers, this.lent.texts);
    }
    this.say(this.words);
  }

  /** @param {Source | null} source the second model; null for none */
  choose(source) {
    this.source = source;
    this.choice.mark(source);
    this.clear();
    const { compare } = this.lent.texts;
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
      const python = this.lent.python();
      const isCurrent = () => source === this.source;
      if (!model || !python || !isCurrent()) {
        return;
      }
      await this.colourLikeTheFirst(python);
      const shown = this.lent.shown();
      const reading = await python.readInk(() => this.lent.ink(), "other");
      if (reading && isCurrent() && this.lent.isOpen("compare")) {
        this.show(model, reading, shown);
      }
    } catch (error) {
      if (source === this.source && this.lent.python()?.isUp) {
        this.refuse(source, error);
      }
    }
  }

  /** @param {Python} python */
  async colourLikeTheFirst(python) {
    const given = this.lent.colours();
    const key = JSON.stringify([given, this.side.worker && this.side.source?.name]);
    if (key !== this.colours || this.side.worker !== this.colouredIn) {
      const answer = await python.ask("colours", given, "other");
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
    this.say(() => this.lent.texts.compare.refused(source.name, messageOf(error)));
  }

  /**
   * @param {Model} model
   * @param {Reading} reading
   * @param {Shown | null} shown what the first model has read
   */
  show(model, reading, shown) {
    const first = this.lent.model();
    const isNew = model !== this.model;
    if (isNew) {
      this.model = model;
      translateStages(model, this.lent.texts);
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
    this.bars.show(one, other, this.lent.texts);
    this.say(() => this.agreement(one, other));
    if (isNew) {
      this.lent.announce(this.words());
    }
  }

  /**
   * @param {Answer} one
   * @param {Answer} other
   */
  agreement(one, other) {
    const { compare, numbers } = this.lent.texts;
    if (this.lent.pad.drawing.isEmpty) {
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
      button.setAttribute("aria-label", `${stage.title}, ${this.lent.texts.stage.shape(stage.shape)}`);
    }
  }

  /** @param {() => string} words in the language in force */
  say(words) {
    this.words = words;
    setText(this.sentence, words());
  }
}
