/** The evidence for one class: its map over the image, what covering does, and the numbers that add up to the logit. */

import { Legend } from "../../diagram/legend.js";
import { print, printSigned, round, roundTogether, scaleFor } from "../../i18n/number-format.js";
import { ranking } from "../../lib/argsort.js";
import { imageOf, showImage } from "../../ui/canvas.js";
import { make, setText } from "../../ui/dom.js";

/** @import { Evidence } from "../../protocol/questions.js" */
/** @import { PanelContext } from "../../view/panel.js" */
/** @import { Shown } from "../../protocol/page-state.js" */

/** @typedef {import("../../protocol/questions.js").Answer<"evidence">} Answer */

const RANKS = 2; // "the most probable" and "the second" stand before the classes

export class ClassEvidence {
  /**
   * @param {PanelContext} context
   * @param {number} rank of the class that is shown at first: 0 is the most probable
   * @param {() => void} onChoose
   */
  constructor(context, rank, onChoose) {
    this.context = context;
    this.choice = String(rank);
    this.rank = rank;
    /** @type {string[]} */
    this.classes = [];
    this.label = make("span");
    this.select = make("select");
    this.select.dataset.testid = `evidence-class-${rank}`;
    this.select.addEventListener("change", () => {
      this.choice = this.select.value;
      onChoose();
    });
    this.map = new Overlay(context, `evidence-map-${rank}`);
    this.occlusion = new Overlay(context, `evidence-occlusion-${rank}`);
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
      ...classes.map((name, number) => new Option(name, String(number + RANKS))),
    );
    this.choose(this.choice);
  }

  /** @param {string} choice a rank, or a class counted behind the ranks */
  choose(choice) {
    const isKnown = [...this.select.options].some(({ value }) => value === choice);
    this.choice = isKnown ? choice : String(this.rank);
    this.select.value = this.choice;
  }

  /**
   * The class that is to be shown.
   * @param {ArrayLike<number>} probabilities
   */
  labelIn(probabilities) {
    const choice = Number(this.choice);
    const order = ranking(probabilities);
    return choice < RANKS ? (order[choice] ?? order[0]) : choice - RANKS;
  }

  /**
   * @param {Answer} answer
   * @param {Shown} shown
   */
  show(answer, shown) {
    const { evidence } = this.context.texts;
    const { result } = answer;
    const name = this.classes[result.label];
    this.nameRanks(shown.probabilities);
    if (result.method === "occlusion") {
      this.occlusion.show(answer, shown, evidence.covered, evidence.coveredLabel(name));
      return;
    }
    const words = result.exact ? evidence.cam : evidence.gradient;
    this.map.show(answer, shown, words, evidence.mapLabel(name));
    if (this.occlusion.label !== result.label) {
      this.occlusion.clear();
    }
    setText(this.sum, this.sumOf(result, name));
  }

  /** @param {ArrayLike<number>} probabilities */
  nameRanks(probabilities) {
    const order = ranking(probabilities);
    this.context.texts.evidence.ranks.forEach((text, rank) => {
      setText(this.select.options[rank], `${text}: ${this.classes[order[rank]] ?? "–"}`);
    });
  }

  /**
   * The numbers that add up, to the digits that are printed.
   * @param {Evidence} evidence
   * @param {string} name
   */
  sumOf({ sum, bias, logit, probability, exact }, name) {
    const { evidence, numbers } = this.context.texts;
    const parts = [sum, bias, logit].map(Number);
    if (!parts.every(Number.isFinite)) {
      return evidence.notFinite;
    }
    const scale = scaleFor(parts);
    const total = round(parts[2], scale);
    const [a, b] = roundTogether(parts.slice(0, 2), total, scale);
    const words = { sum: print(a, scale), rest: printSigned(b, scale), logit: print(total, scale) };
    const share = numbers.percent(Number(probability));
    return exact ? evidence.adds({ ...words, name, share }) : evidence.leaves({ ...words, name, share });
  }
}

/** A map of evidence over the image. */
class Overlay {
  /**
   * @param {PanelContext} context
   * @param {string} name for tests
   */
  constructor(context, name) {
    this.context = context;
    /** @type {number | null} the class that is to be seen */
    this.label = null;
    this.canvas = make("canvas");
    this.canvas.dataset.testid = name;
    this.canvas.setAttribute("role", "img");
    this.caption = make("figcaption");
    this.legends = make("div");
    /** @type {Legend | null} */
    this.legend = null;
    this.element = make("figure", "overlay", this.canvas, this.legends, this.caption);
    this.clear();
  }

  clear() {
    this.label = null;
    this.canvas.getContext("2d")?.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.canvas.setAttribute("aria-label", this.context.texts.evidence.pending);
    setText(this.caption, this.context.texts.evidence.pending);
  }

  /** Another language is in force: what is to be seen is to be asked for again. */
  localise() {
    this.clear();
    this.legend?.localise();
  }

  /**
   * @param {Answer} answer
   * @param {Shown} shown
   * @param {string} caption
   * @param {string} label
   */
  show({ result, pictures }, shown, caption, label) {
    const { picture, scale } = result;
    const model = this.context.model();
    const image = model?.stages[0].canvas;
    if (!model || !image) {
      return;
    }
    this.label = result.label;
    const evidence = imageOf(picture, pictures);
    const ink = shown.pixels.subarray(image.offset, image.offset + image.length);
    if (image.width === picture.width && image.height === picture.height) {
      lighten(evidence.data, ink);
    }
    showImage(this.canvas, evidence);
    this.legend ??= new Legend(model.colormaps.diverging);
    this.legends.replaceChildren(this.legend.element);
    this.legend.show(scale.low, scale.high);
    this.canvas.setAttribute("aria-label", label);
    setText(this.caption, caption);
  }
}

const INK = 0.34; // how much of the ink shines through the evidence

/**
 * Lay ink over a picture, so that both can be seen.
 * @param {Uint8ClampedArray} picture RGBA, changed
 * @param {Uint8ClampedArray} ink RGBA, grey
 */
function lighten(picture, ink) {
  for (let index = 0; index < picture.length; index += 1) {
    if (index % 4 !== 3) {
      picture[index] += (255 - picture[index]) * INK * (ink[index] / 255);
    }
  }
}
