/**
 * The row of tabs below the diagram: one section is open, the others are hidden and cost nothing. Tabs by the book
 * (WAI-ARIA): arrow keys, Home and End go from tab to tab, and the one that has the focus is open.
 */

/** @import { Texts } from "../i18n/language.js" */

/** @import { SectionName } from "../view/panel.js" */

/**
 * A part of the page that stands below the diagram.
 * @typedef {object} Tab
 * @property {SectionName} name
 * @property {HTMLElement} element
 * @property {() => void} [opened] it is to be seen from now on
 * @property {() => void} [closed] it is not, and need not follow the drawing
 */

const STEPS = /** @type {Record<string, (number: number, count: number) => number>} */ ({
  ArrowRight: (number, count) => (number + 1) % count,
  ArrowLeft: (number, count) => (number + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
});

export class Tabs {
  /**
   * @param {{ tabs: HTMLElement, body: HTMLElement }} parts
   * @param {Texts} texts
   * @param {Tab[]} sections the first is open at first
   */
  constructor({ tabs, body }, texts, sections) {
    this.texts = texts;
    this.sections = sections;
    this.tabs = sections.map((section, number) => this.tabOf(section, number));
    tabs.replaceChildren(...this.tabs);
    body.append(...sections.map(({ element }) => element));
    this.open = sections[0].name;
    this.localise();
    this.mark();
  }

  /**
   * @param {Tab} section
   * @param {number} number
   */
  tabOf({ name, element }, number) {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = `tab-${name}`;
    tab.dataset.testid = `tab-${name}`;
    tab.setAttribute("role", "tab");
    element.id ||= `section-${name}`;
    element.setAttribute("role", "tabpanel");
    element.setAttribute("aria-labelledby", tab.id);
    element.removeAttribute("aria-label");
    tab.setAttribute("aria-controls", element.id);
    tab.addEventListener("click", () => this.choose(name));
    tab.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (step && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        const next = step(number, this.sections.length);
        this.choose(this.sections[next].name);
        this.tabs[next].focus();
      }
    });
    return tab;
  }

  /** Say the tabs' names in the language in force. */
  localise() {
    this.sections.forEach(({ name }, number) => {
      this.tabs[number].textContent = this.texts.sections.names[name];
    });
  }

  /** @param {SectionName} name the section to be seen */
  choose(name) {
    const next = this.sections.find((section) => section.name === name);
    if (!next || name === this.open) {
      return;
    }
    const before = this.sections.find((section) => section.name === this.open);
    this.open = name;
    this.mark();
    before?.closed?.();
    next.opened?.();
  }

  mark() {
    this.sections.forEach(({ name, element }, number) => {
      const isOpen = name === this.open;
      element.hidden = !isOpen;
      this.tabs[number].setAttribute("aria-selected", String(isOpen));
      this.tabs[number].tabIndex = isOpen ? 0 : -1;
    });
  }

  getState() {
    return this.open === this.sections[0].name ? {} : { section: this.open };
  }

  /** @param {Record<string, unknown>} state */
  setState({ section }) {
    const found = this.sections.find(({ name }) => name === section) ?? this.sections[0];
    this.choose(found.name);
  }
}
