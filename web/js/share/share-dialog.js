/** The dialog for sharing what the page shows. */

import { sharing } from "../i18n/en/sharing.js";
import { addTexts, localise } from "../i18n/language.js";
import { button, make } from "../ui/dom.js";
import { TabList } from "../ui/tab-list.js";
import { canBeEmbedded, EmbedTab } from "./embed-tab.js";
import { FileTab } from "./file-tab.js";
import { isOnTheWeb, LinkTab } from "./link-tab.js";

/** @import { SharedPage } from "./share-button.js" */

/** Add the texts of the dialog. @throws {Error} if those of the current language cannot be loaded */
export const loadTexts = () => addTexts("sharing", { sharing });

export class ShareDialog {
  /** @param {SharedPage} page */
  constructor(page) {
    const embed = canBeEmbedded() ? [new EmbedTab(page)] : [];
    const [link, file] = [new LinkTab(page), new FileTab(page)];
    this.tabs = new TabList(isOnTheWeb() ? [link, ...embed, file] : [file, link]);
    const heading = localise(make("h2"), { text: "sharing.title" });
    const close = localise(
      button("quiet", "✕", () => this.element.close()),
      { label: "page.close" },
    );
    heading.id = "share-title";
    close.dataset.testid = "share-close";
    this.element = make("dialog", "share-dialog", make("div", "share-head", heading, close), this.tabs.element);
    this.element.append(...this.tabs.tabs.map(({ element }) => element));
    this.element.dataset.testid = "share-dialog";
    this.element.setAttribute("aria-labelledby", heading.id);
    this.element.addEventListener("close", () => this.tabs.current.closed?.());
    this.element.addEventListener("click", ({ target }) => target === this.element && this.element.close());
    document.body.append(this.element);
  }

  /** Show the current state; the browser gives the focus back when the dialog closes. */
  open() {
    this.element.showModal();
    this.tabs.choose(this.tabs.current);
  }

  localise() {
    if (this.element.open) {
      this.tabs.current.opened?.();
    }
  }
}
