/**
 * Each stage explains itself: below the diagram the one that is open, and all of them to a screen reader, as the
 * descriptions of their buttons. The sentences follow the drawing whenever it rests.
 */

import { explanationOf, sentencesOf } from "./sentences.js";

/** @import { Summary } from "../../protocol/questions.js" */
/** @import { PanelContext, Panel } from "../../view/panel.js" */

const REST = 200; // milliseconds without a new reading

/** @implements {Panel} */
export class StageText {
  /**
   * @param {PanelContext} context
   * @param {HTMLElement} text what is said of the open stage
   * @param {() => string | null} openStage
   */
  constructor(context, text, openStage) {
    this.context = context;
    this.text = text;
    this.openStage = openStage;
    /** @type {Map<string, Summary>} by stage */
    this.summaries = new Map();
    /** @type {Map<string, HTMLElement>} by stage */
    this.descriptions = new Map();
    this.timer = 0;
    /** Whether what is known is of an empty pad. */
    this.isEmpty = true;
    /** Called whenever the sentences are other ones. */
    this.onChange = () => {};
  }

  showModel() {
    this.summaries.clear();
    this.descriptions.clear();
    for (const [name, { element, button }] of this.context.diagram.stages) {
      const description = element.querySelector(".stage-words") ?? document.createElement("p");
      description.className = "stage-words hidden";
      description.id = `about-${name}`;
      button.setAttribute("aria-describedby", description.id);
      element.append(description);
      this.descriptions.set(name, /** @type {HTMLElement} */ (description));
    }
    this.say();
  }

  paint() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), REST);
  }

  localise() {
    this.say();
  }

  async ask() {
    const answer = await this.context.ask("summaries", {}).catch(() => null); // what is wrong is said of the reading itself
    if (answer) {
      this.summaries = new Map(answer.result.stages.map((summary) => [summary.stage, summary]));
      this.isEmpty = this.context.pad.drawing.isEmpty;
      this.say();
    }
  }

  /** Say all that is known, of each stage. */
  say() {
    for (const [name, description] of this.descriptions) {
      description.textContent = this.of(name).join(" ");
    }
    this.sayOpen();
    this.onChange();
  }

  /** Say what is known of the open stage. */
  sayOpen() {
    const name = this.openStage();
    if (name) {
      this.text.textContent = this.of(name).join(" ");
    }
  }

  /**
   * What a stage does, and what there is to say of it on this drawing.
   * @param {string} name
   * @returns {string[]}
   */
  of(name) {
    const model = this.context.model();
    const stage = model?.stages.find((other) => other.name === name);
    return model && stage ? [explanationOf(stage, model, this.context.texts), ...this.onDrawing(name)] : [];
  }

  /**
   * What there is to say of a stage on this drawing.
   * @param {string} name
   * @returns {string[]}
   */
  onDrawing(name) {
    const model = this.context.model();
    const summary = this.summaries.get(name);
    if (!model || !summary) {
      return [];
    }
    const isImage = model.stages[0]?.name === name;
    return this.isEmpty && !isImage
      ? [this.context.texts.sentences.nothing]
      : sentencesOf(summary, model, this.context.texts);
  }
}
