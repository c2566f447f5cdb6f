/** The attribution for one class: a map over the image, the effect of occlusion, and the sum that gives the logit. */

import { print, printSigned, round, roundTogether, scaleFor } from "../../i18n/number-format.js";
import { indexOfLargest, ranking } from "../../lib/argsort.js";
import { make, setText } from "../../ui/dom.js";
import { AttributionMap } from "./attribution-map.js";

/** @import { Answer, Evidence } from "../../protocol/questions.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { Shown } from "../../protocol/page-state.js" */
/** @import { Background } from "../../ui/page-background.js" */
/** @import { EvidencePanel } from "./evidence-panel.js" */

const RANKS = 2; // options before the classes: "the most probable" and "the second"

export class ClassEvidence {
  /**
   * @param {PanelContext} context
   * @param {number} rank of the class that is selected at first; 0 is the most probable
   * @param {EvidencePanel} panel
   */
  constructor(context, rank, panel) {
    this.context = context;
    this.rank = rank;
    this.choice = String(rank); // value of the selected option: a rank, or RANKS + the index of a class
    /** @type {string[]} */
    this.classes = [];
    this.label = make("span");
    this.select = make("select");
    this.select.dataset.testid = `evidence-class-${rank}`;
    this.select.addEventListener("change", () => {
      this.choice = this.select.value;
      panel.follow();
    });
    this.map = new AttributionMap(context, `evidence-map-${rank}`);
    this.occlusion = new AttributionMap(context, `evidence-occlusion-${rank}`);
    this.sum = make("p", "sum");
    this.sum.dataset.testid = `evidence-sum-${rank}`;
    this.element = make(
      "article",
      "evidence-side",
      make("label", "", this.label, this.select),
      make("div", "overlays", this.map.element, this.occlusion.element),
      this.sum,
    );
    this.element.hidden = true;
  }

  localise() {
    setText(this.label, this.context.texts.evidence.of);
    this.setClasses(this.classes);
    this.map.localise();
    this.occlusion.localise();
  }

  /** @param {string[]} classes */
  setClasses(classes) {
    this.classes = classes;
    const { ranks } = this.context.texts.evidence;
    this.select.replaceChildren(
      ...ranks.map((text, rank) => new Option(text, String(rank))),
      ...classes.map((name, label) => new Option(name, String(label + RANKS))),
    );
    this.choose(this.choice);
  }

  /** @param {string} choice value of an option; the initial one is selected if there is no such option */
  choose(choice) {
    const exists = [...this.select.options].some(({ value }) => value === choice);
    this.choice = exists ? choice : String(this.rank);
    this.select.value = this.choice;
  }

  /**
   * The label of the selected class.
   * @param {ArrayLike<number>} probabilities
   */
  labelIn(probabilities) {
    const choice = Number(this.choice);
    const order = ranking(probabilities);
    return choice < RANKS ? (order[choice] ?? order[0]) : choice - RANKS;
  }

  /**
   * @param {Answer<"evidence">} answer
   * @param {Shown} shown
   * @param {Background} background that the answer's colours are for
   */
  show(answer, shown, background) {
    const { result } = answer;
    const name = this.classes[result.label];
    const isBest = result.label === indexOfLargest(shown.probabilities);
    this.nameRanks(shown.probabilities);
    if (result.method === "occlusion") {
      this.occlusion.show(answer, shown, background, this.wordsForOcclusion(result, name, isBest));
      return;
    }
    this.map.show(answer, shown, background, this.wordsForMap(result, name));
    if (this.occlusion.label !== result.label) {
      this.occlusion.clear();
    }
    setText(this.sum, this.sumSentence(result, name));
  }

  /**
   * What a map of activations shows, and how it was computed.
   * @param {Evidence} evidence
   * @param {string} name of the class
   */
  wordsForMap({ exact, stage, map, window: [height, width] }, name) {
    const { evidence } = this.context.texts;
    const source = this.context.view.model?.stages.find((other) => other.name === stage)?.title ?? stage;
    const facts = { name, stage: source, rows: map.shape[0], columns: map.shape[1], height, width };
    return {
      title: exact ? evidence.cam : evidence.gradient,
      caption: exact ? evidence.camHow(facts) : evidence.gradientHow(facts),
      description: evidence.mapLabel(name),
    };
  }

  /**
   * What a map of occlusion shows, and how it was computed.
   * @param {Evidence} evidence
   * @param {string} name of the class
   * @param {boolean} isBest whether the class is the most probable one
   */
  wordsForOcclusion({ patch }, name, isBest) {
    const { evidence } = this.context.texts;
    const [height, width, step] = patch ?? [1, 1, 1];
    const how = evidence.coveredHow({ name, height, width, step });
    return {
      title: evidence.covered,
      caption: isBest ? how : `${how} ${evidence.fallsToo(name)}`,
      description: evidence.coveredLabel(name),
    };
  }

  /**
   * Adds the names of the classes to the options "the most probable" and "the second".
   * @param {ArrayLike<number>} probabilities
   */
  nameRanks(probabilities) {
    const order = ranking(probabilities);
    this.context.texts.evidence.ranks.forEach((text, rank) => {
      setText(this.select.options[rank], `${text}: ${this.classes[order[rank]] ?? "–"}`);
    });
  }

  /**
   * The sum of the map and the bias, rounded together so that the printed numbers add up to the printed logit.
   * @param {Evidence} evidence
   * @param {string} name of the class
   */
  sumSentence({ sum, bias, logit, probability, exact }, name) {
    const { evidence, numbers } = this.context.texts;
    const parts = [sum, bias, logit].map(Number);
    if (!parts.every(Number.isFinite)) {
      return evidence.notFinite;
    }
    const scale = scaleFor(parts);
    const total = round(parts[2], scale);
    const [printedSum, printedBias] = roundTogether(parts.slice(0, 2), total, scale);
    const values = {
      name,
      share: numbers.sure(Number(probability)),
      sum: print(printedSum, scale),
      rest: printSigned(printedBias, scale),
      logit: print(total, scale),
    };
    return exact ? evidence.adds(values) : evidence.leaves(values);
  }
}
