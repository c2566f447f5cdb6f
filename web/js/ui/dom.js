/** Finds and makes elements, and changes them only where something is different. */

/**
 * The element of index.html with an id.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
export const byId = (id) => /** @type {T} */ (document.getElementById(id));

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [className]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, className = "", ...children) {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children);
  return element;
}

/**
 * @param {HTMLElement} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/**
 * A plain button.
 * @param {string} className
 * @param {string} text
 * @param {() => void} act
 */
export function button(className, text, act) {
  const element = make("button", className, text);
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

/**
 * As many elements of a kind as are needed: those that are there are kept, so that what changes with every frame is
 * only their text and colour.
 * @template {{ element: HTMLElement }} T
 */
export class Pool {
  /**
   * @param {HTMLElement} container
   * @param {() => T} create
   */
  constructor(container, create) {
    this.container = container;
    this.create = create;
    /** @type {T[]} */
    this.items = [];
  }

  /**
   * @param {number} count
   * @returns {T[]}
   */
  take(count) {
    while (this.items.length < count) {
      const item = this.create();
      this.items.push(item);
      this.container.append(item.element);
    }
    this.items.forEach((item, number) => {
      item.element.hidden = number >= count;
    });
    return this.items.slice(0, count);
  }
}
