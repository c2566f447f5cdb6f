/**
 * A figure of the article. What a reading itself contains is painted with every reading; Python is asked once the drawing
 * rests. Both only while the figure is in sight.
 */

import { messageOf } from "../../../i18n/error-text.js";
import { coalesce } from "../../../lib/coalesce.js";
import { make, setText } from "../../../ui/dom.js";

/** @import { Model } from "../../../protocol/messages.js" */
/** @import { Shown } from "../../../protocol/page-state.js" */
/** @import { Questions } from "../../../protocol/questions.js" */
/** @import { PanelContext } from "../../panel-context.js" */

export class Figure {
  /**
   * @param {PanelContext} context
   * @param {string} name in the article's `data-figure`
   */
  constructor(context, name) {
    this.context = context;
    this.name = name;
    this.body = make("div", `figure-body ${name}-figure`);
    this.caption = make("figcaption");
    this.isInSight = false;
    /** @type {Model | null} that the figure was prepared for */
    this.model = null;
    /** Asks Python about the newest reading, one update at a time. */
    this.follow = coalesce(
      () => this.isInSight,
      () => this.update(),
    );
  }

  get texts() {
    return this.context.texts.figures;
  }

  get numbers() {
    return this.context.texts.numbers;
  }

  /**
   * Show a reading.
   * @param {Shown} shown
   * @param {Model} model
   */
  show(shown, model) {
    if (!shown.values) {
      return; // an example frame from before Python
    }
    if (model !== this.model) {
      this.model = model;
      this.prepare(model);
    }
    this.paint(shown, model);
  }

  async update() {
    const { reading, model } = this.context.view;
    if (!reading?.values || !model) {
      return;
    }
    try {
      this.show(reading, model);
      await this.ask(reading, model);
    } catch (error) {
      if (this.context.python.isUp) {
        this.say(this.texts.failed(messageOf(error)));
      }
    }
  }

  /**
   * A question of this figure.
   * @template {keyof Questions} Name
   * @param {Name} question
   * @param {Questions[Name]["args"]} args
   */
  question(question, args) {
    return this.context.reader.ask(question, args, `article ${this.name}`);
  }

  /** @param {string[]} sentences of the caption */
  say(...sentences) {
    setText(this.caption, sentences.filter(Boolean).join(" "));
  }

  /** Render the texts that neither `paint` nor `ask` renders. */
  localise() {}

  /**
   * Another model is shown.
   * @param {Model} _model
   */
  prepare(_model) {}

  /**
   * Paint what the reading contains.
   * @param {Shown} _shown
   * @param {Model} _model
   */
  paint(_shown, _model) {}

  /**
   * Ask Python and show its answers.
   * @param {Shown} _shown
   * @param {Model} _model
   */
  async ask(_shown, _model) {}
}
