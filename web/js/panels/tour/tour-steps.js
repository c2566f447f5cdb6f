/** The steps of the tour, from the pad to the prediction, past typical stages of the current model. */

/** @import { Diagram } from "../../diagram/diagram.js" */
/** @import { Texts } from "../../i18n/language.js" */
/** @import { Model } from "../../protocol/messages.js" */

/** @typedef {keyof Texts["tour"]["steps"]} StepName */

/**
 * @typedef {object} Step
 * @property {StepName} name
 * @property {string | null} stage the stage that it is about
 * @property {HTMLElement} anchor the element that it points at
 */

/**
 * @param {Model} model
 * @param {Diagram} diagram
 * @param {{ pad: HTMLElement, answer: HTMLElement }} parts
 * @returns {Step[]} without those whose anchor is missing or hidden
 */
export function stepsOf({ stages }, diagram, { pad, answer }) {
  const [image, ...rest] = stages;
  const maps = rest.filter(({ shape }) => shape.length === 3);
  const vectors = rest.filter(({ shape }) => shape.length === 1);
  const [logits, probabilities] = vectors.slice(-2);
  const isPooling = (/** @type {string} */ op) => op === "max_pool2d" || op === "avg_pool2d";
  /** @type {[StepName, { name: string } | undefined][]} */
  const stageOf = [
    ["image", image],
    ["maps", maps[0]],
    ["cell", maps.slice(1).find(({ op }) => !isPooling(op)) ?? maps[0]],
    ["pool", maps.find(({ op }) => isPooling(op))],
    ["numbers", vectors.length > 2 ? vectors[0] : undefined],
    ["logits", logits === probabilities ? undefined : logits],
  ];
  /** @type {{ name: StepName, stage: string | null, anchor: HTMLElement | undefined }[]} */
  const steps = stageOf.map(([name, stage]) => ({
    name,
    stage: stage?.name ?? null,
    anchor: diagram.stages.get(stage?.name ?? "")?.element,
  }));
  return [
    { name: /** @type {const} */ ("pad"), stage: null, anchor: pad },
    ...steps,
    { name: /** @type {const} */ ("answer"), stage: probabilities?.name ?? null, anchor: answer },
  ].filter(
    /** @returns {step is Step} */ (step) => step.anchor !== undefined && step.anchor.getClientRects().length > 0,
  );
}
