/**
 * What is printed (web/css/panels/print.css): the drawing, the network and the open explanation, with a line that names the
 * model, which on the screen is a control. A reader of the article gets the article instead.
 */

import { byId, make, setText } from "../../ui/dom.js";

/** @import { Panel } from "../../view/panel.js" */
/** @import { PanelContext } from "../panel-context.js" */

/** @implements {Panel} */
export class PrintSheet {
  /** @param {PanelContext} context */
  constructor(context) {
    this.context = context;
    this.article = byId("article");
    this.model = make("p", "print-only");
    this.model.dataset.testid = "print-model";
    this.section = make("h2", "print-only");
    this.section.dataset.testid = "print-section";
    byId("pad").closest("main")?.prepend(this.model);
    byId("sections").before(this.section);
    this.choose("page");
    addEventListener("beforeprint", () => this.choose(this.isReadingArticle ? "article" : "page"));
    addEventListener("afterprint", () => this.choose("page"));
    matchMedia("print").addEventListener("change", () => this.showSection());
  }

  /** Whether the middle of the window is in the article. */
  get isReadingArticle() {
    return this.article.checkVisibility() && this.article.getBoundingClientRect().top < innerHeight / 2;
  }

  /** @param {"page" | "article"} part */
  choose(part) {
    document.documentElement.dataset.print = part;
    this.showSection();
  }

  showModel() {
    this.localise();
  }

  localise() {
    const { model } = this.context.view;
    const { page, stage } = this.context.texts;
    setText(this.model, model ? `${page.model}: ${model.title}, ${stage.parameters(model.parameters)}` : "");
    this.showSection();
  }

  /** Name the open section; a stage and its cell have a title of their own. */
  showSection() {
    const { open } = this.context.tabs;
    setText(this.section, open === "cell" ? "" : this.context.texts.sections.names[open]);
  }
}
