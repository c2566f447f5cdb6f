/** The switch between the flat diagram and the network in depth, and the buttons that turn it. */

import { sentenceOf } from "../../i18n/error-text.js";
import { localise } from "../../i18n/language.js";
import { indexOfLargest } from "../../lib/argsort.js";
import { button, make } from "../../ui/dom.js";

/** @import { Model } from "../../protocol/messages.js" */
/** @import { Shown } from "../../protocol/page-state.js" */
/** @import { Panel } from "../../view/panel.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { DepthView } from "./depth-view.js" */
/** @import { Turning } from "./turning.js" */

/** The buttons and the keys that they stand for. */
const BUTTONS = /** @type {const} */ ([
  ["left", "ArrowLeft", "←"],
  ["right", "ArrowRight", "→"],
  ["up", "ArrowUp", "↑"],
  ["down", "ArrowDown", "↓"],
  ["nearer", "+", "+"],
  ["farther", "-", "−"],
  ["reset", "Home", "⟲"],
]);

/** @implements {Panel} */
export class DepthPanel {
  /**
   * @param {PanelContext} context
   * @param {{ other: HTMLElement, bar: HTMLElement }} places a switch that stands beside this one, and the bar below the
   *   diagram, which has both on narrow screens
   */
  constructor(context, { other, bar }) {
    this.context = context;
    this.bar = bar;
    /** @type {{ view: DepthView, turning: Turning } | null} while the network is shown in depth */
    this.opened = null;
    this.switch = localise(
      button("depth-switch quiet", "", () => this.toggle()),
      { text: "depth.open" },
    );
    this.switch.dataset.testid = "depth";
    const buttons = BUTTONS.map(([name, key, sign]) => {
      const element = localise(
        button("quiet", sign, () => this.opened?.turning.step(key)),
        {
          label: `depth.${name}`,
          title: `depth.${name}`,
        },
      );
      element.dataset.testid = `depth-${name}`;
      return element;
    });
    this.buttons = make("div", "depth-buttons", ...buttons);
    this.buttons.setAttribute("role", "group");
    localise(this.buttons, { label: "depth.turn" });
    this.hint = localise(make("p", "depth-hint"), { text: "depth.hint" });
    this.switches = make("div", "diagram-switches", this.switch, other);
    this.element = make("div", "depth-controls", this.hint, this.buttons);
    this.hint.hidden = this.buttons.hidden = true;
    const { narrow } = context.view.diagram;
    narrow.addEventListener("change", () => this.placeSwitches());
    this.placeSwitches();
  }

  /** A diagram that is swiped would take the switches with it. */
  placeSwitches() {
    const { bar, element, switches } = this;
    if (this.context.view.diagram.narrow.matches) {
      bar.append(switches);
    } else {
      element.prepend(switches);
    }
  }

  /** Another model is current: the diagram may have been made anew. */
  showModel() {
    const { element } = this.context.view.diagram;
    element.append(this.element);
    this.opened?.view.open();
  }

  /** Another stage is open, or none: the zoom leads to it. */
  stageChanged() {
    if (this.opened) {
      this.opened.view.openStage = this.context.view.openStage;
      this.opened.turning.request();
    }
  }

  /**
   * @param {Shown} reading
   * @param {Model} model
   */
  paint({ probabilities }, { classes }) {
    const winner = this.context.pad.isEmpty ? -1 : indexOfLargest(probabilities);
    if (this.opened?.view.classes.show(classes, winner)) {
      this.opened.turning.request();
    }
  }

  async toggle() {
    try {
      if (this.opened) {
        this.close();
      } else {
        await this.open();
      }
    } catch (error) {
      this.context.status.showError(() => this.context.texts.errors.build(sentenceOf(error)));
    }
  }

  async open() {
    const [{ DepthView }, { Turning }] = await Promise.all([import("./depth-view.js"), import("./turning.js")]);
    if (this.opened) {
      return; // by a second click meanwhile
    }
    const { diagram } = this.context.view;
    const view = new DepthView(diagram);
    this.opened = { view, turning: new Turning(view) };
    view.openStage = this.context.view.openStage;
    this.update();
    view.open();
    this.opened.turning.start();
    if (diagram.narrow.matches) {
      diagram.element.scrollIntoView({ block: "nearest" }); // from behind the pad
    }
  }

  close() {
    this.opened?.turning.stop();
    this.opened?.view.close();
    this.opened = null;
    this.update();
  }

  /** The switch says what it leads to; its place in the order of focus stays. */
  update() {
    const isOpen = this.opened !== null;
    localise(this.switch, { text: isOpen ? "depth.close" : "depth.open" });
    this.hint.hidden = this.buttons.hidden = !isOpen;
    this.context.view.frames.request(); // the outlines on the maps have another layout
  }

  localise() {
    this.opened?.view.layOut(); // titles have other widths
  }
}
