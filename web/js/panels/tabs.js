/**
 * The tabs below the diagram, after the WAI-ARIA tabs pattern: the arrow keys, Home and End move the focus, and the focused
 * tab is open. Closed panels do no work, but each has a small picture of this drawing on its tab.
 */

import { texts } from "../i18n/language.js";
import { make } from "../ui/dom.js";
import { TabPictures } from "./tab-pictures.js";

/** @import { SectionName } from "../view/panel.js" */
/** @import { SmallPicture } from "../ui/small-picture.js" */
/** @import { View } from "../view/view.js" */

/**
 * A tab with its tab panel.
 * @typedef {object} Tab
 * @property {SectionName} name
 * @property {HTMLElement} element the tab panel
 * @property {() => void} [opened] the tab has been opened
 * @property {() => void} [closed] the tab has been closed
 * @property {(picture: SmallPicture) => Promise<void> | undefined} [paintPicture] paint what it says about this drawing
 */

const TARGETS = /** @type {Record<string, (index: number, count: number) => number>} */ ({
  ArrowRight: (index, count) => (index + 1) % count,
  ArrowLeft: (index, count) => (index + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
});

export class Tabs {
  /**
   * @param {HTMLElement} list the tab list
   * @param {HTMLElement} body contains the tab panels
   * @param {View} view
   */
  constructor(list, body, view) {
    this.list = list;
    this.body = body;
    this.view = view;
    this.texts = texts;
    /** @type {Tab[]} the first is open at first */
    this.tabs = [];
    /** @type {HTMLButtonElement[]} */
    this.buttons = [];
    this.pictures = new TabPictures(list);
    /** @type {SectionName} */
    this.open = "cell";
  }

  /** @param {Tab[]} tabs from left to right */
  add(...tabs) {
    this.tabs = tabs;
    this.buttons = tabs.map((tab, index) => this.makeButton(tab, index));
    this.list.replaceChildren(...this.buttons);
    this.body.append(...tabs.map(({ element }) => element));
    this.localise();
    this.update();
  }

  /** @param {SectionName} name */
  isOpen(name) {
    return this.open === name;
  }

  /** Show the inspector when a stage is opened. */
  stageChanged() {
    if (this.view.openStage) {
      this.choose("cell");
    }
  }

  /**
   * @param {Tab} tab
   * @param {number} index
   */
  makeButton(tab, index) {
    const { name, element } = tab;
    const button = make("button", "", this.pictures.add(tab), make("span", "tab-name"));
    button.type = "button";
    button.id = `tab-${name}`;
    button.dataset.testid = `tab-${name}`;
    button.setAttribute("role", "tab");
    element.id ||= `section-${name}`;
    element.setAttribute("role", "tabpanel");
    element.setAttribute("aria-labelledby", button.id);
    element.removeAttribute("aria-label");
    button.setAttribute("aria-controls", element.id);
    button.addEventListener("click", () => this.choose(name));
    button.addEventListener("keydown", (event) => this.moveByKey(event, index));
    return button;
  }

  /**
   * @param {KeyboardEvent} event
   * @param {number} index of the focused tab
   */
  moveByKey(event, index) {
    const target = TARGETS[event.key];
    if (target && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      const next = target(index, this.tabs.length);
      this.choose(this.tabs[next].name);
      this.buttons[next].focus();
    }
  }

  localise() {
    this.tabs.forEach(({ name }, index) => {
      const [, label] = this.buttons[index].children;
      label.textContent = this.texts.sections.names[name];
    });
    this.pictures.request();
  }

  inkChanged() {
    this.pictures.outdate();
  }

  paint() {
    this.pictures.request();
  }

  /** @param {SectionName} name of the tab to open */
  choose(name) {
    const next = this.tabs.find((tab) => tab.name === name);
    if (!next || name === this.open) {
      return;
    }
    const previous = this.tabs.find((tab) => tab.name === this.open);
    this.open = name;
    this.update();
    previous?.closed?.();
    next.opened?.();
  }

  /** Shows the open tab's panel only. */
  update() {
    this.tabs.forEach(({ name, element }, index) => {
      const isOpen = name === this.open;
      element.hidden = !isOpen;
      this.buttons[index].setAttribute("aria-selected", String(isOpen));
      this.buttons[index].tabIndex = isOpen ? 0 : -1;
    });
  }

  getState() {
    return this.open === this.tabs[0].name ? {} : { section: this.open };
  }

  /** @param {Record<string, unknown>} state */
  setState({ section }) {
    const tab = this.tabs.find(({ name }) => name === section) ?? this.tabs[0];
    this.choose(tab.name);
  }
}
