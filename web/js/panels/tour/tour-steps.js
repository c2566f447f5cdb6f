/**
 * The steps of the tour: through the network from left to right, then through the tabs below it from left to right, and on
 * to the article. What a step says depends on what the model computes there.
 */

import { isOfClasses } from "../../protocol/stages.js";
import { isVisible } from "./places.js";

/** @import { Texts } from "../../i18n/language.js" */
/** @import { Model, Stage } from "../../protocol/messages.js" */
/** @import { SectionName } from "../../view/panel.js" */
/** @import { Places } from "./places.js" */

/** @typedef {keyof Texts["tourSteps"]} StepName */

/**
 * What the tour does on the page.
 * @typedef {object} Actions
 * @property {() => void} rest closes what is open and unpins the cell
 * @property {(name: SectionName) => void} openTab
 * @property {(stage: string) => void} pin pins the cell with the largest value of a stage, unless one of it is pinned
 * @property {(stage: string) => void} outline outlines the receptive field of that cell, and opens nothing
 * @property {() => void} showKernels of the open stage
 * @property {() => boolean} hasCell whether a cell is pointed at or pinned
 */

/**
 * @typedef {object} Step
 * @property {StepName} name
 * @property {string | null} stage the stage that it is about
 * @property {() => HTMLElement | null} anchor the element that it points at
 * @property {() => void} enter brings the page into the state that the step explains
 * @property {() => boolean} [isDone] whether the visitor has done what the step asks for
 * @property {() => void} [help] does it for the visitor
 */

const POOLING = ["max_pool2d", "avg_pool2d"];

/**
 * The stages of a model that steps are about, from left to right; those that it does not have are undefined.
 * @param {Pick<Model, "stages" | "classes">} model
 */
export function stagesOfTour(model) {
  const [image, ...rest] = model.stages;
  const maps = rest.filter(({ shape }) => shape.length === 3);
  const numbers = rest.filter((stage) => stage.shape.length === 1 && !isOfClasses(stage, /** @type {Model} */ (model)));
  const classes = rest.filter((stage) => isOfClasses(stage, /** @type {Model} */ (model)));
  const pooling = maps.find(({ op }) => POOLING.includes(op));
  return {
    image,
    maps: maps[0],
    pooling,
    deepest: maps.length > 1 && maps.at(-1) !== pooling ? maps.at(-1) : undefined,
    numbers: numbers.find(({ op, parameters }) => op === "global_avg_pool2d" || parameters > 0),
    logits: classes.length > 1 ? classes[0] : undefined,
    probabilities: rest.at(-1),
  };
}

/**
 * How a stage's step is named, by what the stage computes.
 * @param {Stage} stage
 * @returns {{ maps: StepName, pooling: StepName, numbers: StepName }}
 */
export const variantsOf = ({ op, colormap }) => ({
  maps: colormap === "diverging" ? "mapsSigned" : "maps",
  pooling: op === "avg_pool2d" ? "poolAverage" : "pool",
  numbers: op === "global_avg_pool2d" ? "numbers" : "numbersDense",
});

/**
 * @param {Model} model
 * @param {Places} places
 * @param {Actions} actions
 * @param {Texts["tourSteps"]} texts
 * @returns {Step[]} without those whose element is missing or hidden
 */
export function stepsOf(model, places, actions, texts) {
  const stages = stagesOfTour(model);
  const { maps, pooling, numbers } = stages;
  const { rest } = actions;
  const first = maps?.name ?? "";
  const tabs = places.tabs();
  const inspected = maps && tabs.includes("cell");
  /**
   * @param {StepName} name
   * @param {Stage | undefined} stage
   * @param {Partial<Step>} [more]
   * @returns {Step[]}
   */
  const about = (name, stage, more) =>
    stage && isVisible(places.stage(stage.name))
      ? [{ name, stage: stage.name, anchor: () => places.stage(stage.name), enter: rest, ...more }]
      : [];
  /**
   * @param {StepName} name
   * @param {() => HTMLElement | null} anchor
   * @param {() => void} enter
   * @returns {Step}
   */
  const at = (name, anchor, enter) => ({ name, stage: null, anchor, enter });
  const tabSteps = tabs
    .filter((name) => name !== "cell" && name in texts)
    .map((name) =>
      at(
        /** @type {StepName} */ (name),
        () => places.tab(name),
        () => {
          rest();
          actions.openTab(name);
        },
      ),
    );
  return [
    ...(isVisible(places.pad()) ? [at("pad", places.pad, rest)] : []),
    ...about("image", stages.image),
    ...about(maps ? variantsOf(maps).maps : "maps", maps),
    ...(inspected ? about("cell", maps, { isDone: actions.hasCell, help: () => actions.pin(first) }) : []),
    ...(inspected ? [at("arithmetic", places.cell, () => actions.pin(first))] : []),
    ...(inspected
      ? [
          at("views", places.views, () => {
            actions.pin(first);
            actions.showKernels();
          }),
        ]
      : []),
    ...about(pooling ? variantsOf(pooling).pooling : "pool", pooling),
    ...about("deeper", stages.deepest, {
      enter: () => {
        rest();
        actions.outline(stages.deepest?.name ?? "");
      },
    }),
    ...about(numbers ? variantsOf(numbers).numbers : "numbers", numbers),
    ...about("logits", stages.logits),
    ...(isVisible(places.answer())
      ? [
          {
            name: /** @type {const} */ ("answer"),
            stage: stages.probabilities?.name ?? null,
            anchor: places.answer,
            enter: rest,
          },
        ]
      : []),
    ...tabSteps,
    ...(isVisible(places.article())
      ? [
          at("more", places.article, () => {
            rest();
            actions.openTab("cell");
          }),
        ]
      : []),
  ];
}
