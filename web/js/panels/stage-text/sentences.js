/** What a stage does, and what can be said of it on this drawing, in plain sentences with the drawing's own numbers. */

import { isOfClasses } from "../../protocol/stages.js";

/** @import { Texts } from "../../i18n/language.js" */
/** @import { Model, Stage } from "../../protocol/messages.js" */
/** @import { Summary } from "../../protocol/questions.js" */

const ACTIVATIONS = ["relu", "leaky_relu", "sigmoid", "tanh"];

/**
 * What a stage computes, whatever is drawn. Where its node is an activation, what comes before that is told first: the
 * stage stands for both.
 * @param {Stage} stage
 * @param {Model} model
 * @param {Texts} texts
 * @returns {string}
 */
export function explanationOf(stage, model, { stage: { explain } }) {
  const ops = ACTIVATIONS.includes(stage.op) ? [opBefore(stage, model), stage.op] : [stage.op];
  return ops
    .map((op) => explain[op] ?? "")
    .join(" ")
    .trim();
}

/**
 * What stands before a stage's activation, as far as its shape, its inputs and its parameters tell.
 * @param {Stage} stage
 * @param {Model} model
 */
function opBefore({ inputs, parameters, shape }, model) {
  if (inputs.length > 1) {
    const isSum = inputs.every((name) => model.stages.find((stage) => stage.name === name)?.shape[0] === shape[0]);
    return isSum ? "add" : "concat";
  }
  if (parameters === 0) {
    return "";
  }
  return shape.length === 1 ? "linear" : "conv2d";
}

/**
 * What a summary says, in one or two sentences.
 * @param {Summary} summary
 * @param {Model} model
 * @param {Texts} texts
 * @returns {string[]}
 */
export function sentencesOf(summary, model, texts) {
  const stage = model.stages.find(({ name }) => name === summary.stage);
  const words = texts.sentences;
  if (!stage) {
    return [];
  }
  if (!summary.finite) {
    return [words.broken];
  }
  if (stage.op === "input") {
    const pixels = stage.shape.reduce((a, b) => a * b);
    return [summary.share === 0 ? words.noInk : words.ink(Math.round(summary.share * pixels), pixels, summary.share)];
  }
  return stage.shape.length === 1 ? ofVector(summary, stage, model, texts) : ofMaps(summary, words, texts);
}

/**
 * @param {Summary} summary
 * @param {Texts["sentences"]} words
 * @param {Texts} texts
 */
function ofMaps({ brightest, maps, share, silent, under }, words, { numbers }) {
  if (share === 0) {
    return [words.dark];
  }
  const where = under ? words.under[under] : "";
  return [
    words.brightest(brightest.channel + 1, maps, numbers.short(Number(brightest.value)), where),
    words.silent(silent, maps, share),
  ];
}

/**
 * @param {Summary} summary
 * @param {Stage} stage
 * @param {Model} model
 * @param {Texts} texts
 */
function ofVector({ maps, order, silent }, stage, model, { numbers, sentences: words }) {
  const [first, second] = order.map(({ value }) => Number(value));
  const names = order.map(({ channel }) => (isOfClasses(stage, model) ? model.classes[channel] : String(channel + 1)));
  if (stage.op === "softmax") {
    return second === undefined ? [] : [words.shares(names[0], first, names[1], first - second)];
  }
  if (isOfClasses(stage, model)) {
    const ahead = second === undefined ? "0" : numbers.short(first - second);
    return [words.leads(names[0], numbers.short(first), names[1] ?? "–", ahead)];
  }
  return [
    words.largest(names[0], maps, numbers.short(first), names.slice(1).join(", ")),
    ...(silent > 0 ? [words.zeros(silent, maps)] : []),
  ];
}
