/**
 * Text about each stage: what it computes, and facts about it on the current drawing. The text of the open stage is shown
 * in the inspector; screen readers get every text as the description of the stage's button.
 */

import { byId } from "../../ui/dom.js";
import { explanationOf, factsOf } from "./sentences.js";

/** @import { Summary } from "../../protocol/questions.js" */
/** @import { Panel } from "../../view/panel.js" */
/** @import { PanelContext } from "../panel-context.js" */

const IDLE = 200; // milliseconds without a new reading before the facts are updated

/**
 * Dispatches `change` when the texts have changed.
 * @implements {Panel}
 */
export class StageText extends EventTarget {
  /**
   * @param {PanelContext} context
   */
  constructor(context) {
    super();
    this.context = context;
    this.element = byId("inspector-text"); // shows the text of the open stage
    /** @type {Map<string, Summary>} by stage */
    this.summaries = new Map();
    /** @type {Map<string, HTMLElement>} by stage */
    this.descriptions = new Map();
    this.timer = 0;
    this.isEmpty = true; // whether the pad was empty when the summaries were requested
  }

  showModel() {
    this.summaries.clear();
    this.descriptions.clear();
    for (const [name, { element, button }] of this.context.view.diagram.stages) {
      const description = element.querySelector(".stage-words") ?? document.createElement("p");
      description.className = "stage-words hidden";
      description.id = `about-${name}`;
      button.setAttribute("aria-describedby", description.id);
      element.append(description);
      this.descriptions.set(name, /** @type {HTMLElement} */ (description));
    }
    this.showTexts();
  }

  paint() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.update(), IDLE);
  }

  stageChanged() {
    this.showOpenStage();
  }

  localise() {
    this.showTexts();
  }

  async update() {
    const answer = await this.context.reader.ask("summaries", {}).catch(() => null); // the reading itself reports errors
    if (answer) {
      this.summaries = new Map(answer.result.stages.map((summary) => [summary.stage, summary]));
      this.isEmpty = this.context.pad.drawing.isEmpty;
      this.showTexts();
    }
  }

  /** Shows the texts of all stages. */
  showTexts() {
    for (const [name, description] of this.descriptions) {
      description.textContent = this.textOf(name);
    }
    this.showOpenStage();
    this.dispatchEvent(new Event("change"));
  }

  /** Shows the text of the open stage. */
  showOpenStage() {
    const name = this.context.view.openStage;
    if (name) {
      this.element.textContent = this.textOf(name);
    }
  }

  /** @param {string} name of the stage */
  textOf(name) {
    const model = this.context.view.model;
    const stage = model?.stages.find((other) => other.name === name);
    return model && stage ? [explanationOf(stage, this.context.texts), ...this.factsAbout(name)].join(" ") : "";
  }

  /**
   * Facts about a stage on the current drawing.
   * @param {string} name of the stage
   * @returns {string[]} sentences
   */
  factsAbout(name) {
    const model = this.context.view.model;
    const summary = this.summaries.get(name);
    if (!model || !summary) {
      return [];
    }
    const isImage = model.stages[0]?.name === name;
    return this.isEmpty && !isImage
      ? [this.context.texts.sentences.nothing]
      : factsOf(summary, model, this.context.texts);
  }
}
