/** The switch of a picture of exactly the network's size: read as it is, or searched for a digit as any other picture is. */

import { localise } from "../../i18n/language.js";
import { make } from "../../ui/dom.js";

export class ExactSwitch {
  /** @param {(exact: boolean) => void} choose */
  constructor(choose) {
    this.asItIs = makeRadio("as-it-is", () => choose(true));
    this.find = makeRadio("find-digit", () => choose(false));
    this.element = make(
      "fieldset",
      "switch",
      localise(make("legend", "hidden"), { text: "picture.exact.label" }),
      make("label", "", this.asItIs, localise(make("span"), { text: "picture.exact.asItIs" })),
      make("label", "", this.find, localise(make("span"), { text: "picture.exact.find" })),
    );
  }

  /** @param {boolean | null} exact whether the picture is read as it is; null if its size leaves no choice */
  show(exact) {
    this.element.hidden = exact === null;
    this.asItIs.checked = exact === true;
    this.find.checked = exact === false;
  }
}

/**
 * @param {string} id
 * @param {() => void} choose
 */
function makeRadio(id, choose) {
  const radio = make("input");
  Object.assign(radio, { type: "radio", name: "exact-picture" });
  radio.dataset.testid = id;
  radio.addEventListener("change", choose);
  return radio;
}
