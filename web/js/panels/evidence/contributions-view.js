/** "Why 7 and not 1?": what each input of the last layer contributes to the difference of two logits, as signed bars. */

import { printSigned, round, roundTogether, scaleFor } from "../../i18n/number-format.js";
import { BarList } from "../../ui/bar-list.js";
import { make, setText } from "../../ui/dom.js";

/** @import { Contributions } from "../../protocol/questions.js" */
/** @import { PanelContext } from "../panel-context.js" */

export class ContributionsView {
  /** @param {PanelContext} context */
  constructor(context) {
    this.context = context;
    this.title = make("h3");
    this.title.dataset.testid = "contributions-title";
    this.lead = make("p");
    this.bars = new BarList("contributions");
    this.sum = make("p", "sum");
    this.sum.dataset.testid = "contributions-sum";
    this.element = make("section", "contributions", this.title, this.lead, this.bars.element, this.sum);
  }

  /**
   * @param {Contributions | null} found null if the last layer is not linear
   * @param {[label: number, other: number]} labels
   * @param {string[]} classes
   */
  show(found, [label, other], classes) {
    const { contributions } = this.context.texts.evidence;
    const [name, otherName] = [classes[label], classes[other]];
    const numbers = found ? [found.difference, found.bias, found.rest.value].map(Number) : [];
    setText(this.title, label === other ? contributions.sameTitle : contributions.title(name, otherName));
    if (!found || label === other || !numbers.every(Number.isFinite)) {
      this.bars.show([]);
      setText(this.lead, label === other ? contributions.same : contributions.none);
      setText(this.sum, "");
      return;
    }
    const [difference, bias, rest] = numbers;
    setText(this.lead, this.leadFor(found, name, otherName));
    const total = this.showSum(found, difference, bias, rest);
    setText(this.sum, contributions.sum(total, name, otherName));
  }

  /**
   * @param {Contributions} found
   * @param {string} name
   * @param {string} other
   */
  leadFor({ averages, source }, name, other) {
    const { contributions } = this.context.texts.evidence;
    const title = this.context.view.model?.stages.find((stage) => stage.name === source)?.title ?? source;
    return averages ? contributions.ofAverages(name, other) : contributions.ofNumbers(title, name, other);
  }

  /**
   * The parts are rounded together, so that they add up to the difference as printed.
   * @param {Contributions} found
   * @param {number} difference
   * @param {number} bias
   * @param {number} rest
   * @returns {string} the difference as printed
   */
  showSum({ terms, rest: { count }, averages }, difference, bias, rest) {
    const { evidence, look, numbers } = this.context.texts;
    const { short } = numbers;
    const parts = [...terms.map(({ product }) => Number(product)), ...(count > 0 ? [rest] : []), bias];
    const scale = scaleFor([...parts, difference]);
    const printed = roundTogether(parts, round(difference, scale), scale).map((units) => printSigned(units, scale));
    const nameOf = averages ? look.map : look.number;
    const bars = terms.map(({ index, value, weight }, number) => ({
      name: nameOf(index + 1),
      value: parts[number],
      texts: [`${short(Number(value))} × ${signed(Number(weight), short)}`, printed[number]],
    }));
    if (count > 0) {
      bars.push({ name: evidence.contributions.others(count), value: rest, texts: ["", printed[terms.length]] });
    }
    bars.push({ name: look.bias, value: bias, texts: ["", printed[printed.length - 1]] });
    this.bars.show(bars);
    return printSigned(round(difference, scale), scale);
  }
}

/**
 * @param {number} value
 * @param {(value: number) => string} short
 */
function signed(value, short) {
  return value < 0 ? short(value) : `+${short(value)}`;
}
