/** A swipe of one finger to the left or right. */

const LEAST = 50; // CSS pixels

/**
 * @param {HTMLElement} element
 * @param {(step: 1 | -1) => void} onSwipe 1 to the left, for the next slide
 */
export function listenToSwipes(element, onSwipe) {
  /** @type {PointerEvent | null} */
  let start = null;
  element.addEventListener("pointerdown", (event) => {
    start = event.isPrimary && event.pointerType !== "mouse" ? event : null; // a second finger pinches
  });
  element.addEventListener("pointerup", (event) => {
    const [right, down] = start ? [event.clientX - start.clientX, event.clientY - start.clientY] : [0, 0];
    start = null;
    if (Math.abs(right) >= LEAST && Math.abs(right) > 2 * Math.abs(down)) {
      onSwipe(right < 0 ? 1 : -1);
    }
  });
  element.addEventListener("pointercancel", () => {
    start = null;
  });
}
