/** The diagram: all stages of a model in columns from ink to answer, and the lines between them. */

import { Connections } from "./connections.js";
import { StageView } from "./stage.js";

/** @typedef {import("../worker/protocol.js").Model} Model */
/** @typedef {import("../worker/protocol.js").Stage} Stage */
/** @typedef {typeof import("../texts/en.js").en} Texts */

export class Diagram {
  /**
   * @param {HTMLElement} element
   * @param {Texts} texts
   * @param {(name: string) => void} onOpen a stage was chosen
   */
  constructor(element, texts, onOpen) {
    this.element = element;
    this.texts = texts;
    this.onOpen = onOpen;
    /** @type {Map<string, StageView>} */
    this.stages = new Map();
    this.connections = new Connections(element);
    new ResizeObserver(() => this.connections.draw()).observe(element);
  }

  /** @param {Model} model */
  show(model) {
    this.stages = new Map(
      model.stages.map((stage) => [
        stage.name,
        new StageView(stage, model.colormaps[stage.colormap], this.texts, this.onOpen),
      ]),
    );
    const columns = byDepth(model.stages).map((names) => {
      const column = document.createElement("div");
      column.className = "column";
      column.append(...names.map((name) => /** @type {StageView} */ (this.stages.get(name)).element));
      return column;
    });
    this.element.replaceChildren(this.connections.svg, ...columns);
    this.connections.connect(this.stages);
  }

  /**
   * @param {Uint8ClampedArray<ArrayBuffer>} pixels
   * @param {ArrayLike<number>} ranges low, high, low, high, …
   */
  paint(pixels, ranges) {
    let number = 0;
    for (const stage of this.stages.values()) {
      stage.paint(pixels);
      stage.legend.show(ranges[2 * number], ranges[2 * number + 1]);
      number += 1;
    }
  }

  /** @param {string | null} name the stage that is shown large */
  mark(name) {
    for (const stage of this.stages.values()) {
      stage.mark(stage.stage.name === name);
    }
  }
}

/**
 * Stages in columns: each one column after the last of those that feed it.
 * @param {Stage[]} stages in execution order
 * @returns {string[][]}
 */
export function byDepth(stages) {
  /** @type {Map<string, number>} */
  const depth = new Map();
  /** @type {string[][]} */
  const columns = [];
  for (const { name, inputs } of stages) {
    const own = Math.max(-1, ...inputs.map((input) => depth.get(input) ?? 0)) + 1;
    depth.set(name, own);
    columns[own] = [...(columns[own] ?? []), name];
  }
  return columns.filter(Boolean);
}
