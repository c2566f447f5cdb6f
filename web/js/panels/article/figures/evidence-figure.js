/**
 * Evidence, and what "95 %" is not: the logits of all classes with their percentages, and for a chosen class the largest
 * parts of its sum.
 */

import { print, printSigned, round, roundTogether, scaleFor } from "../../../i18n/number-format.js";
import { indexOfLargest, ranking } from "../../../lib/argsort.js";
import { BarList } from "../../../ui/bar-list.js";
import { make, setText } from "../../../ui/dom.js";
import { averages, logitsStage } from "../model-stages.js";
import { Figure } from "./figure.js";

/** @import { Model } from "../../../protocol/messages.js" */
/** @import { Step } from "../../../protocol/questions.js" */
/** @import { Shown } from "../../../protocol/page-state.js" */
/** @import { PanelContext } from "../../panel-context.js" */

const MOST_CLASSES = 12;
const MOST_TERMS = 5;
const LEAST = 0.001; // the smallest share that is printed

export class EvidenceFigure extends Figure {
  /** @param {PanelContext} context */
  constructor(context) {
    super(context, "evidence");
    /** @type {number | null} the class that the reader has chosen */
    this.chosen = null;
    /** @type {number[]} the classes that are shown, in this order */
    this.labels = [];
    this.classes = new BarList("article-logits", (index) => {
      this.chosen = this.labels[index];
      this.follow();
    });
    this.terms = new BarList("article-terms");
    this.heads = [make("h4"), make("h4")];
    this.sum = make("p", "figure-sum");
    this.sum.dataset.testid = "article-logit-sum";
    this.parts = make("div", "", this.heads[1], this.terms.element, this.sum);
    this.body.append(make("div", "", this.heads[0], this.classes.element), this.parts);
  }

  prepare() {
    this.chosen = null;
  }

  localise() {
    setText(this.heads[0], this.texts.evidence.logits);
  }

  /**
   * @param {Shown} shown
   * @param {Model} model
   */
  async ask(shown, model) {
    const { probabilities } = shown;
    if (!Array.from(probabilities).every(Number.isFinite)) {
      this.body.hidden = true;
      this.say(this.texts.notFinite);
      return;
    }
    this.body.hidden = false;
    const best = indexOfLargest(probabilities);
    const channel = this.chosen ?? best;
    const last = model.stages[model.stages.length - 1];
    const answer = await this.question("cell", { stage: last.name, channel, row: 0, column: 0 });
    const logits = answer?.result.steps.find(({ softmax }) => softmax)?.softmax?.logits.map(Number);
    if (!logits) {
      return;
    }
    const few = model.classes.length <= MOST_CLASSES;
    this.labels = few ? model.classes.map((_, label) => label) : ranking(probabilities).slice(0, MOST_CLASSES);
    const { short } = this.numbers;
    this.classes.show(
      this.labels.map((label) => ({
        name: model.classes[label],
        value: logits[label],
        texts: [short(logits[label]), this.share(probabilities[label])],
        isChosen: label === channel,
      })),
    );
    const second = ranking(probabilities)[1] ?? best;
    const { evidence } = this.texts;
    this.say(
      evidence.lead(model.classes[best], model.classes[second], short(logits[best] - logits[second])),
      evidence.always,
      evidence.choose,
    );
    await this.askTerms(channel, model);
  }

  /**
   * A percentage that is neither 0 nor 100, which softmax never gives.
   * @param {number} share
   */
  share(share) {
    return share < LEAST ? `< ${this.numbers.percent(LEAST)}` : this.numbers.sure(share);
  }

  /**
   * The largest parts of a class's logit.
   * @param {number} channel of the class
   * @param {Model} model
   */
  async askTerms(channel, model) {
    const stage = logitsStage(model);
    const answer = stage && (await this.question("cell", { stage: stage.name, channel, row: 0, column: 0 }));
    const step = answer?.result.steps.find(({ op, terms }) => op === "linear" && terms);
    this.parts.hidden = !step;
    if (step) {
      this.showTerms(step, channel, model);
    }
  }

  /**
   * The parts are rounded together with the bias, so that they add up to the logit as printed.
   * @param {Step} step
   * @param {number} channel of the class
   * @param {Model} model
   */
  showTerms({ terms = [], rest, bias, value }, channel, model) {
    const { evidence } = this.texts;
    const { short } = this.numbers;
    const { look } = this.context.texts;
    const order = ranking(terms.map((term) => Math.abs(Number(term.value))));
    const [shown, others] = [order.slice(0, MOST_TERMS), order.slice(MOST_TERMS)];
    const contribution = (/** @type {number} */ index) => Number(terms[index].value);
    const restOf = others.reduce((sum, index) => sum + contribution(index), Number(rest?.value ?? 0));
    const count = others.length + (rest?.count ?? 0);
    const parts = [...shown.map(contribution), ...(count > 0 ? [restOf] : []), Number(bias ?? 0)];
    const scale = scaleFor([...parts, Number(value)]);
    const total = round(Number(value), scale);
    const printed = roundTogether(parts, total, scale).map((units) => printSigned(units, scale));
    const nameOf = averages(model) ? look.map : look.number;
    const bars = shown.map((index, number) => ({
      name: nameOf(terms[index].channel + 1),
      value: parts[number],
      texts: [`${short(Number(terms[index].input))} × ${short(Number(terms[index].weight))}`, printed[number]],
    }));
    if (count > 0) {
      bars.push({ name: evidence.others(count), value: restOf, texts: ["", printed[shown.length]] });
    }
    bars.push({ name: evidence.bias, value: Number(bias ?? 0), texts: ["", printed[printed.length - 1]] });
    setText(this.heads[1], evidence.terms(model.classes[channel]));
    this.terms.show(bars);
    setText(this.sum, evidence.sum(model.classes[channel], print(total, scale)));
  }
}
