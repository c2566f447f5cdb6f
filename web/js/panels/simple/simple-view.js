/** The switch between the simple view, in which blocks of layers are folded into one stage each, and every layer. */

import { everyStage } from "../../diagram/blocks.js";
import { localise } from "../../i18n/language.js";
import { readSetting, storeSetting } from "../../lib/storage.js";
import { make } from "../../ui/dom.js";
import { blocks } from "./folding.js";

/** @import { Panel } from "../../view/panel.js" */
/** @import { PanelContext } from "../panel-context.js" */

const KEY = "glasscnn-layers"; // stores SIMPLE or ALL
const SIMPLE = "simple";
const ALL = "all";

/** @implements {Panel} */
export class SimpleView {
  /** @param {PanelContext} context */
  constructor({ view }) {
    this.view = view;
    this.element = make("fieldset", "switch layers-switch");
    this.radios = { [SIMPLE]: this.radio(SIMPLE), [ALL]: this.radio(ALL) };
    const legend = localise(make("legend", "hidden"), { text: "layers.label" });
    this.element.prepend(legend);
    const { diagram } = view;
    const { fit } = document.documentElement.dataset; // a frame of a given size seldom has room for every layer
    this.isChosen = (readSetting(KEY) ?? (fit ? SIMPLE : ALL)) === SIMPLE;
    diagram.addEventListener("layout", () => this.update());
    diagram.narrow.addEventListener("change", () => this.show(this.isChosen));
    this.show(this.isChosen);
    this.update();
  }

  /** @param {"simple" | "all"} name */
  radio(name) {
    const input = make("input");
    Object.assign(input, { type: "radio", name: "layers", value: name });
    input.dataset.testid = `layers-${name}`;
    input.addEventListener("change", () => {
      storeSetting(KEY, name);
      this.show(name === SIMPLE);
    });
    this.element.append(make("label", "", input, localise(make("span"), { text: `layers.${name}` })));
    return input;
  }

  get isSimple() {
    return this.view.diagram.folding === blocks;
  }

  /** @param {boolean} isSimple which phones ignore: there the stages are swiped, and each has the whole width */
  show(isSimple) {
    const { diagram } = this.view;
    this.isChosen = isSimple;
    const isFolded = isSimple && !diagram.narrow.matches;
    if (isFolded !== this.isSimple) {
      diagram.fold(isFolded ? blocks : everyStage);
    }
  }

  /** The diagram may have been folded or unfolded by others, too. */
  update() {
    this.radios[this.isSimple ? SIMPLE : ALL].checked = true;
  }

  /** Another stage is open: if it was folded away, show every layer, until somebody chooses the simple view again. */
  stageChanged() {
    this.view.diagram.reveal(this.view.openStage ?? "");
  }

  getState() {
    return this.isSimple ? { simple: true } : {};
  }

  /** @param {Record<string, unknown>} state of a link; older ones do not say how many layers they show */
  setState({ simple }) {
    if (typeof simple === "boolean") {
      this.show(simple);
    }
  }
}
