/** What is left out of the network, in words: for the sentence about its cost, and for the marks in the diagram. */

import { has } from "./interventions.js";

/** @import { Texts } from "../../i18n/language.js" */
/** @import { Interventions, Model, PossibleNode, PossibleStage, Stage } from "../../protocol/messages.js" */

/**
 * A change of one stage.
 * @typedef {object} Change
 * @property {string} stage its name
 * @property {string} phrase how the sentence begins: "Without the ReLU of …"
 * @property {string} gone what is struck through
 */

/**
 * Everything that is left out, in the order of the stages.
 * @param {Interventions} interventions
 * @param {PossibleStage[]} possible
 * @param {Model} model
 * @param {Texts} texts
 * @returns {Change[]}
 */
export function changesOf(interventions, possible, model, texts) {
  return possible.flatMap(({ stage: name, nodes }) => {
    const stage = model.stages.find((other) => other.name === name);
    return stage
      ? [
          ...nodes.flatMap((node) => changesOfNode(node, nodes, stage, interventions, texts)),
          ...mutedIn(stage, interventions, texts),
        ]
      : [];
  });
}

/**
 * @param {PossibleNode} node
 * @param {PossibleNode[]} nodes of the stage
 * @param {Stage} stage
 * @param {Interventions} interventions
 * @param {Texts} texts
 * @returns {Change[]}
 */
function changesOfNode(node, nodes, { name, title }, interventions, texts) {
  const { interventions: words, look } = texts;
  const thing = thingOf(node, nodes, texts);
  /** @type {Change[]} */
  const changes = [];
  if (has(interventions, "without", node.name)) {
    changes.push({ stage: name, phrase: words.without(thing, title), gone: shortNameOf(node.op, texts) });
  }
  if (has(interventions, "meanPooling", node.name)) {
    changes.push({ stage: name, phrase: words.averaging(title), gone: shortNameOf(node.op, texts) });
  }
  if (has(interventions, "withoutBias", node.name)) {
    changes.push({ stage: name, phrase: words.without(words.biasOf(thing), title), gone: look.bias });
  }
  return changes;
}

/**
 * @param {Stage} stage
 * @param {Interventions} interventions
 * @param {Texts} texts
 * @returns {Change[]}
 */
function mutedIn({ name, title, shape }, { muted }, { interventions: words, look }) {
  const channels = muted.filter(([stage]) => stage === name).map(([, channel]) => channel);
  return channels
    .sort((a, b) => a - b)
    .map((channel) => {
      const gone = (shape.length === 3 ? look.map : look.number)(channel + 1);
      return { stage: name, phrase: words.without(gone, title), gone };
    });
}

/**
 * A node in a sentence; with the name that the file gives it, where a stage has several of its kind.
 * @param {PossibleNode} node
 * @param {PossibleNode[]} nodes of the same stage
 * @param {Texts} texts
 */
export function thingOf({ name, op }, nodes, { interventions: { things } }) {
  const thing = /** @type {Record<string, string>} */ (things)[op] ?? op;
  return nodes.filter((other) => other.op === op).length > 1 ? `${thing} (${name})` : thing;
}

/**
 * A node in a mark, which stands over a narrow column.
 * @param {string} op
 * @param {Texts} texts
 */
function shortNameOf(op, { interventions: { short }, look }) {
  return /** @type {Record<string, string>} */ ({ ...look.ops, ...short })[op] ?? op;
}
