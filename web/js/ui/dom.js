/** Finds and creates elements, and updates them only where something changes. */

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
 * @param {string} className
 * @param {string} text
 * @param {() => void} onClick
 */
export function button(className, text, onClick) {
  const element = make("button", className, text);
  element.type = "button";
  element.addEventListener("click", onClick);
  return element;
}

/**
 * Elements of one kind, created when they are first needed, then reused and hidden, so that a frame changes only their
 * text and colour.
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
   * Show a number of elements and hide the rest.
   * @param {number} count
   * @returns {T[]} the visible ones
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
