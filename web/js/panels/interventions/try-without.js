/** "Try without": what can be left out of the open stage, as checkboxes, and a button below each of its maps that mutes it. */

import { button, make } from "../../ui/dom.js";
import { thingOf } from "./changes.js";
import { has, NONE } from "./interventions.js";

/** @import { Texts } from "../../i18n/language.js" */
/** @import { Interventions, PossibleNode, PossibleStage } from "../../protocol/messages.js" */
/** @import { View } from "../../view/view.js" */
/** @import { Item, Kind } from "./interventions.js" */

export class TryWithout {
  /**
   * @param {View} view
   * @param {Texts} texts
   * @param {(kind: Kind, item: Item) => void} onToggle
   */
  constructor(view, texts, onToggle) {
    this.view = view;
    this.texts = texts;
    this.onToggle = onToggle;
    this.legend = make("legend", "hidden");
    this.choices = make("div", "try-without-choices");
    this.element = make("fieldset", "try-without", this.legend, this.choices);
    this.element.dataset.testid = "try-without";
    this.element.hidden = true;
    view.inspector.parts.maps.before(this.element);
    /** @type {PossibleStage | null} the stage whose choices are shown */
    this.stage = null;
    /** @type {Interventions} */
    this.interventions = NONE;
    /** @type {{ input: HTMLInputElement, kind: Kind, node: string }[]} */
    this.inputs = [];
    /** @type {HTMLButtonElement[]} one for each map */
    this.buttons = [];
  }

  /**
   * Show the choices of a stage.
   * @param {PossibleStage | null} stage null to show none
   */
  open(stage) {
    const { texts, view } = this;
    this.close();
    this.stage = stage;
    this.element.hidden = stage === null;
    if (!stage) {
      return;
    }
    this.legend.textContent = texts.tryWithout.open;
    const choices = stage.nodes.flatMap((node) => this.choicesOf(node, stage));
    const isEmpty = choices.length === 0 && !stage.muted;
    this.choices.replaceChildren(...(isEmpty ? [texts.interventions.none] : choices));
    this.buttons = stage.muted ? view.inspector.maps.map((_, channel) => this.muteButton(stage.stage, channel)) : [];
    this.buttons.forEach((mute, channel) => {
      view.inspector.maps[channel].figure.append(mute);
    });
    this.show(this.interventions);
  }

  close() {
    for (const mute of this.buttons) {
      mute.remove();
    }
    this.buttons = [];
    this.inputs = [];
  }

  /**
   * @param {PossibleNode} node
   * @param {PossibleStage} stage
   */
  choicesOf(node, { nodes }) {
    const words = this.texts.interventions;
    const thing = thingOf(node, nodes, this.texts);
    return [
      ...(node.without ? [this.choice("without", node.name, thing)] : []),
      ...(node.withoutBias ? [this.choice("withoutBias", node.name, words.biasOf(thing))] : []),
      ...(node.meanPooling ? [this.choice("meanPooling", node.name, words.maximum)] : []),
    ];
  }

  /**
   * @param {Kind} kind
   * @param {string} node
   * @param {string} words
   */
  choice(kind, node, words) {
    const input = make("input");
    input.type = "checkbox";
    input.dataset.testid = `${kind}-${node}`;
    input.addEventListener("change", () => this.onToggle(kind, node));
    this.inputs.push({ input, kind, node });
    return make("label", "check", input, words);
  }

  /**
   * @param {string} stage
   * @param {number} channel
   */
  muteButton(stage, channel) {
    const { interventions: words, look, tryWithout } = this.texts;
    const mute = button("mute quiet", tryWithout.mute, () => this.onToggle("muted", [stage, channel]));
    const isMaps = this.view.diagram.stages.get(stage)?.stage.shape.length === 3;
    mute.setAttribute("aria-label", words.muteOne((isMaps ? look.map : look.number)(channel + 1)));
    mute.dataset.testid = `mute-${channel}`;
    return mute;
  }

  /** @param {Interventions} interventions that are wanted now */
  show(interventions) {
    this.interventions = interventions;
    for (const { input, kind, node } of this.inputs) {
      input.checked = has(interventions, kind, node);
    }
    const { stage } = this;
    this.buttons.forEach((mute, channel) => {
      mute.setAttribute("aria-pressed", String(stage !== null && has(interventions, "muted", [stage.stage, channel])));
    });
  }
}
