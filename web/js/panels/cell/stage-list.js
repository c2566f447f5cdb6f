/** The stages of the model as a list, in the inspector while no stage is open: title, shape, parameters. */

import { button, make } from "../../ui/dom.js";

/** @import { PanelContext } from "../panel-context.js" */

export class StageList {
  /** @param {PanelContext} context */
  constructor({ texts, view }) {
    this.texts = texts;
    this.view = view;
    this.element = make("ul", "stage-list");
    this.element.dataset.testid = "stage-list";
  }

  /** Render the stages of the current model in the current language. */
  render() {
    const { stage: words } = this.texts;
    const stages = this.view.model?.stages ?? [];
    this.element.replaceChildren(
      ...stages.map(({ name, title, shape, parameters }) =>
        make(
          "li",
          "",
          button("quiet", title, () => this.view.toggleStage(name)),
          make("span", "", words.shape(shape)),
          make("span", "", parameters ? words.parameters(parameters) : ""),
        ),
      ),
    );
  }
}
