/** Tabs after the WAI-ARIA pattern: the arrow keys, Home and End move the focus, and the focused tab is open. */

import { localise } from "../i18n/language.js";
import { button, make } from "./dom.js";

/**
 * A tab with its tab panel.
 * @typedef {object} Tab
 * @property {string} name unique in the document
 * @property {string} title the path of its text, such as `sharing.tabs.link`
 * @property {HTMLElement} element the tab panel
 * @property {() => void} [opened] the tab has been opened
 * @property {() => void} [closed] the tab has been closed
 */

const TARGETS = /** @type {Record<string, (index: number, count: number) => number>} */ ({
  ArrowRight: (index, count) => (index + 1) % count,
  ArrowLeft: (index, count) => (index + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
});

export class TabList {
  /** @param {Tab[]} tabs from left to right; the first is open at first */
  constructor(tabs) {
    this.tabs = tabs;
    this.current = tabs[0];
    this.buttons = tabs.map((tab, index) => this.makeButton(tab, index));
    this.element = make("div", "tab-list", ...this.buttons);
    this.element.setAttribute("role", "tablist");
    this.update();
  }

  /**
   * @param {Tab} tab
   * @param {number} index
   */
  makeButton(tab, index) {
    const { name, title, element } = tab;
    const made = localise(
      button("", "", () => this.choose(tab)),
      { text: title },
    );
    made.id = made.dataset.testid = `tab-${name}`;
    made.setAttribute("role", "tab");
    element.id ||= `panel-${name}`;
    element.setAttribute("role", "tabpanel");
    element.setAttribute("aria-labelledby", made.id);
    made.setAttribute("aria-controls", element.id);
    made.addEventListener("keydown", (event) => this.moveByKey(event, index));
    return made;
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
      this.choose(this.tabs[next]);
      this.buttons[next].focus();
    }
  }

  /** @param {Tab} tab to open */
  choose(tab) {
    if (tab !== this.current) {
      this.current.closed?.();
    }
    this.current = tab;
    this.update();
    tab.opened?.();
  }

  /** Show the open tab's panel only. */
  update() {
    this.tabs.forEach((tab, index) => {
      const isOpen = tab === this.current;
      tab.element.hidden = !isOpen;
      this.buttons[index].setAttribute("aria-selected", String(isOpen));
      this.buttons[index].tabIndex = isOpen ? 0 : -1;
    });
  }
}
