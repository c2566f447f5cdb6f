/** The way of the tour: from the pad to the answer, past those stages that the model in force has. */

/** @import { Texts } from "../../i18n/language.js" */
/** @import { Model } from "../../protocol/messages.js" */

/** @typedef {keyof Texts["tour"]["steps"]} StepName */

/**
 * @typedef {object} Step
 * @property {StepName} name
 * @property {string | null} stage the one that it is about
 * @property {HTMLElement} anchor what it points at
 */

/**
 * @param {Model} model
 * @param {{ pad: HTMLElement, answer: HTMLElement, stage: (name: string) => HTMLElement | undefined }} page
 * @returns {Step[]} those whose place can be seen
 */
export function stepsOf({ stages }, page) {
  const [image, ...rest] = stages;
  const maps = rest.filter(({ shape }) => shape.length === 3);
  const vectors = rest.filter(({ shape }) => shape.length === 1);
  const [logits, probabilities] = vectors.slice(-2);
  const isPool = (/** @type {string} */ op) => op === "max_pool2d" || op === "avg_pool2d";
  /** @type {[StepName, { name: string } | undefined][]} */
  const way = [
    ["image", image],
    ["maps", maps[0]],
    ["cell", maps.slice(1).find(({ op }) => !isPool(op)) ?? maps[0]],
    ["pool", maps.find(({ op }) => isPool(op))],
    ["numbers", vectors.length > 2 ? vectors[0] : undefined],
    ["logits", logits === probabilities ? undefined : logits],
  ];
  /** @type {{ name: StepName, stage: string | null, anchor: HTMLElement | undefined }[]} */
  const steps = way.map(([name, stage]) => ({
    name,
    stage: stage?.name ?? null,
    anchor: stage && page.stage(stage.name),
  }));
  return [
    { name: /** @type {const} */ ("pad"), stage: null, anchor: page.pad },
    ...steps,
    { name: /** @type {const} */ ("answer"), stage: probabilities?.name ?? null, anchor: page.answer },
  ].filter(
    /** @returns {step is Step} */ (step) => step.anchor !== undefined && step.anchor.getClientRects().length > 0,
  );
}
