/** What the inspector shows of the open stage: its maps, its window sliding, or its kernels. */

import { localise } from "../../i18n/language.js";
import { make } from "../../ui/dom.js";
import { KernelsView } from "./kernels-view.js";
import { SlidingView } from "./sliding-view.js";

/** @import { Inspector } from "../../diagram/inspector.js" */
/** @import { Answer, Cell, Place } from "../../protocol/questions.js" */
/** @import { PanelContext } from "../../view/panel.js" */

/** @typedef {"maps" | "sliding" | "kernels"} Name */

export class ViewSwitch {
  /**
   * @param {HTMLElement} switchBox where the choice is
   * @param {Inspector} inspector
   * @param {PanelContext} context
   * @param {{ place: () => Place | null, go: (place: Place) => void }} pin
   */
  constructor(switchBox, inspector, context, pin) {
    const words = context.texts.look;
    this.switchBox = switchBox;
    this.inspector = inspector;
    this.context = context;
    this.pin = pin;
    /** @type {Name} */
    this.name = "maps";
    /** @type {string | null} */
    this.stage = null;
    this.sliding = new SlidingView(words.slide, context, pin);
    this.kernels = new KernelsView(words, context, (place) => {
      this.choose("maps");
      pin.go(place);
      inspector.maps[place.channel]?.figure.scrollIntoView({ block: "nearest" });
    });
    inspector.parts.maps.after(this.sliding.element, this.kernels.element);
    /** @type {Record<Name, HTMLInputElement>} */
    this.radios = {
      maps: this.radio("maps"),
      sliding: this.radio("sliding"),
      kernels: this.radio("kernels"),
    };
    this.choose("maps");
  }

  /** @param {Name} name */
  radio(name) {
    const input = make("input");
    Object.assign(input, { type: "radio", name: "stage-view", value: name });
    input.dataset.testid = `view-${name}`;
    input.addEventListener("change", () => this.choose(name));
    this.switchBox.append(make("label", "", input, localise(make("span"), { text: `look.views.${name}` })));
    return input;
  }

  /** @param {Name} name */
  choose(name) {
    this.name = name;
    this.radios[name].checked = true;
    this.inspector.parts.maps.hidden = name !== "maps";
    this.sliding.element.hidden = name !== "sliding";
    this.kernels.element.hidden = name !== "kernels";
    if (name !== "sliding") {
      this.sliding.player.stop();
    }
    this.begin();
  }

  /** @param {string | null} name of the open stage */
  showStage(name) {
    this.switchBox.hidden = name === null;
    if (name !== this.stage) {
      this.stage = name;
      if (name === null) {
        this.choose("maps");
      } else {
        this.begin();
      }
    }
  }

  /** Show what is chosen of the stage that is open now. */
  begin() {
    const stage = this.context.model()?.stages.find(({ name }) => name === this.stage);
    if (stage && this.name === "sliding") {
      this.sliding.open(stage);
    } else if (stage && this.name === "kernels") {
      this.kernels.open(stage);
    }
  }

  /** Another language is in force. */
  localise() {
    this.sliding.localise();
    this.paint();
  }

  /** A reading is on the screen. */
  paint() {
    if (this.name === "kernels" && this.stage) {
      this.kernels.refresh();
    } else if (this.name === "sliding" && this.stage) {
      this.sliding.paint();
    }
  }

  /**
   * A cell has been explained.
   * @param {Cell} cell
   * @param {Answer<"field">} field
   */
  showCell(cell, field) {
    if (this.name === "sliding" && cell.place.stage === this.stage) {
      this.sliding.show(cell, field);
    }
  }

  /** Nothing moves by itself any more. */
  stop() {
    this.sliding.player.stop();
  }
}
