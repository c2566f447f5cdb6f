/** What the diagram shows in its columns: every stage on its own, or blocks of several stages. */

/** @import { Stage } from "../protocol/messages.js" */

/**
 * @typedef {object} Block stages that are shown as one
 * @property {Stage} stage the last of them, whose maps are shown
 * @property {Stage[]} stages all of them, in execution order
 * @property {Stage["links"]} links to the blocks that it is computed from
 */

/**
 * @typedef {object} Folding how stages become blocks
 * @property {(stages: Stage[]) => Block[]} blocksOf in execution order
 * @property {(stages: Stage[]) => string} titleOf a block, in the current language
 */

/** @type {Folding} every stage is a block of its own */
export const everyStage = {
  blocksOf: (stages) => stages.map((stage) => ({ stage, stages: [stage], links: stage.links })),
  titleOf: ([{ title }]) => title,
};

/**
 * Arrange blocks in columns: each one column after the last of those that it is computed from.
 * @param {Block[]} blocks in execution order
 * @returns {Block[][]}
 */
export function byDepth(blocks) {
  /** @type {Map<string, number>} */
  const depth = new Map();
  /** @type {Block[][]} */
  const columns = [];
  for (const block of blocks) {
    const own = Math.max(-1, ...block.links.map(({ source }) => depth.get(source) ?? 0)) + 1;
    depth.set(block.stage.name, own);
    columns[own] = [...(columns[own] ?? []), block];
  }
  return columns.filter(Boolean);
}
