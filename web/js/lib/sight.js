/**
 * Calls back with how much of an element can be seen, whenever that has changed.
 *
 * A busy browser reports several changes together, the oldest first: only the newest is still true.
 * @param {Element} element
 * @param {(newest: IntersectionObserverEntry) => void} callback
 * @param {IntersectionObserverInit} [options]
 */
export function observeSight(element, callback, options) {
  new IntersectionObserver((entries) => callback(entries[entries.length - 1]), options).observe(element);
}
