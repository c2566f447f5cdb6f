/** Sentences about a stage: what it computes, and facts about its values on the current drawing. */

import { formulaOfFunction, isFunction, nameOfFunction } from "../../protocol/functions.js";
import { answerOf, isOfClasses, judgesEachClass } from "../../protocol/stages.js";

/** @import { Texts } from "../../i18n/language.js" */
/** @import { Model, Stage } from "../../protocol/messages.js" */
/** @import { Summary } from "../../protocol/questions.js" */

/**
 * What the stage computes. A stage whose node is an activation also stands for the operator before it, which is
 * explained first.
 * @param {Stage} stage
 * @param {Texts} texts
 * @returns {string}
 */
export function explanationOf(stage, { stage: { explain, replaces } }) {
  const ops = isFunction(stage.op) || stage.op === "identity" ? [opBefore(stage), stage.op] : [stage.op];
  return ops
    .map((op) => explain[op] ?? (isFunction(op) ? replaces(nameOfFunction(op), formulaOfFunction(op)) : ""))
    .join(" ")
    .trim();
}

/**
 * The operator before the stage's activation, inferred from the stage's shape, links and parameters.
 * @param {Stage} stage
 */
function opBefore({ links, parameters, shape }) {
  const joined = links.length > 1 && links.find(({ join }) => join);
  if (joined) {
    return joined.join;
  }
  if (parameters === 0) {
    return "";
  }
  return shape.length === 1 ? "linear" : "conv2d";
}

/**
 * A stage's summary in one or two sentences.
 * @param {Summary} summary
 * @param {Model} model
 * @param {Texts} texts
 * @returns {string[]}
 */
export function factsOf(summary, model, texts) {
  const stage = model.stages.find(({ name }) => name === summary.stage);
  const { sentences } = texts;
  if (!stage) {
    return [];
  }
  if (!summary.finite) {
    return [sentences.broken];
  }
  if (stage.op === "input") {
    const pixels = stage.shape.reduce((a, b) => a * b);
    const inked = Math.round(summary.share * pixels);
    return [summary.share === 0 ? sentences.noInk : sentences.ink(inked, pixels, summary.share)];
  }
  return stage.shape.length === 1 ? factsOfVector(summary, stage, model, texts) : factsOfMaps(summary, texts);
}

/**
 * @param {Summary} summary
 * @param {Texts} texts
 */
function factsOfMaps({ brightest, maps, share, silent, under }, { numbers, sentences }) {
  if (share === 0) {
    return [sentences.dark];
  }
  const where = under ? sentences.under[under] : "";
  return [
    sentences.brightest(brightest.channel + 1, maps, numbers.short(Number(brightest.value)), where),
    sentences.silent(silent, maps, share),
  ];
}

/**
 * @param {Summary} summary
 * @param {Stage} stage
 * @param {Model} model
 * @param {Texts} texts
 */
function factsOfVector({ maps, order, silent }, stage, model, { numbers, sentences }) {
  const [first, second] = order.map(({ value }) => Number(value));
  const names = order.map(({ channel }) => (isOfClasses(stage, model) ? model.classes[channel] : String(channel + 1)));
  if (stage === answerOf(model) && judgesEachClass(model)) {
    return [sentences.alone(names[0], first, names[1], second)];
  }
  if (stage.op === "softmax") {
    return second === undefined ? [] : [sentences.shares(names[0], first, names[1], first - second)];
  }
  if (isOfClasses(stage, model)) {
    const margin = second === undefined ? "0" : numbers.short(first - second);
    return [sentences.leads(names[0], numbers.short(first), names[1] ?? "–", margin)];
  }
  return [
    sentences.largest(names[0], maps, numbers.short(first), names.slice(1).join(", ")),
    ...(silent > 0 ? [sentences.zeros(silent, maps)] : []),
  ];
}
