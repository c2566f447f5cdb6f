/**
 * Folds the stages of a network into blocks for the simple view: convolutions and whatever follows them, up to a pooling or
 * to a change of resolution, are one block, which shows the maps of its last stage. A stage that is also used outside its
 * block, as by a skip connection, is never folded away. It knows nothing of the page: stages in, blocks out.
 */

/** @import { Block, Folding } from "../../diagram/blocks.js" */
/** @import { Stage } from "../../protocol/messages.js" */

/** @type {Folding} */
export const blocks = { blocksOf: foldStages, titleOf: titleOfBlock };

/**
 * @param {Stage[]} stages in execution order
 * @returns {Block[]} in execution order
 */
function foldStages(stages) {
  /** @type {Map<string, Stage[]>} the block of each stage; its first stage is the one that is shown */
  const blockOf = new Map();
  for (const stage of [...stages].reverse()) {
    const consumers = stages.filter(({ inputs }) => inputs.includes(stage.name));
    const blocks = new Set(consumers.map(({ name }) => /** @type {Stage[]} */ (blockOf.get(name))));
    const [block] = blocks;
    if (blocks.size === 1 && canFold(stage) && consumers.every((consumer) => continues(stage, consumer))) {
      block.push(stage);
      blockOf.set(stage.name, block);
    } else {
      blockOf.set(stage.name, [stage]);
    }
  }
  const shown = stages.filter((stage) => blockOf.get(stage.name)?.[0] === stage);
  return shown.map((stage) => blockFrom([.../** @type {Stage[]} */ (blockOf.get(stage.name))].reverse(), blockOf));
}

/** Whether a stage has maps, and neither is the image nor ends a block. @param {Stage} stage */
function canFold(stage) {
  return stage.op !== "input" && stage.shape.length > 1 && !isPooling(stage);
}

/** @param {Stage} stage */
function isPooling({ op }) {
  return op.endsWith("_pool2d");
}

/**
 * Whether a stage belongs to the block of one that is computed from it: a pooling ends the block, and a convolution that
 * halves the maps begins another one.
 * @param {Stage} stage
 * @param {Stage} consumer
 */
function continues({ shape }, consumer) {
  const isHalved = consumer.shape[1] <= shape[1] / 2;
  return consumer.shape.length > 1 && (isPooling(consumer) || !isHalved);
}

/**
 * @param {Stage[]} stages of the block, in execution order
 * @param {Map<string, Stage[]>} blockOf
 * @returns {Block}
 */
function blockFrom(stages, blockOf) {
  const stage = stages[stages.length - 1];
  if (stages.length === 1) {
    return { stage, stages, links: stage.links.map((link) => ({ ...link, source: shownFor(link.source, blockOf) })) };
  }
  const mixes = stages.some(({ links }) => links.some((link) => link.mixes));
  /** @type {Map<string, Stage["links"][number]>} by source: several ways from one block are one link */
  const links = new Map();
  for (const link of stages.flatMap((each) => each.links)) {
    const source = shownFor(link.source, blockOf);
    if (source !== stage.name) {
      links.set(source, { source, mixes, join: links.has(source) ? "" : link.join });
    }
  }
  return { stage, stages, links: [...links.values()] };
}

/**
 * The stage that is shown for a stage.
 * @param {string} name
 * @param {Map<string, Stage[]>} blockOf
 */
function shownFor(name, blockOf) {
  return blockOf.get(name)?.[0].name ?? name;
}

/**
 * What is in a block, in the current language: "Conv 1–2 + Max pooling". Functions that follow a convolution are left out.
 * @param {Stage[]} stages in execution order
 */
function titleOfBlock(stages) {
  if (stages.length === 1) {
    return stages[0].title;
  }
  /** @type {Map<string, number[]>} the numbers of all stages with the same name */
  const parts = new Map();
  for (const { title } of stages) {
    const short = title.split(/ \+ |, /)[0];
    const [, name, number] = short.match(/^(.*) (\d+)$/) ?? ["", short, ""];
    parts.set(name, [...(parts.get(name) ?? []), ...(number ? [Number(number)] : [])]);
  }
  return [...parts].map(([name, numbers]) => [name, rangeOf(numbers)].filter(Boolean).join(" ")).join(" + ");
}

/** @param {number[]} numbers ascending */
function rangeOf(numbers) {
  const last = numbers.length - 1;
  const isRange = last > 0 && numbers[last] - numbers[0] === last;
  return isRange ? `${numbers[0]}–${numbers[last]}` : numbers.join(", ");
}
