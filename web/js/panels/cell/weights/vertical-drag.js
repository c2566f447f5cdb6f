/** A drag up or down on an element, with mouse, pen or finger. */

/**
 * @typedef {object} Dragged
 * @property {(event: PointerEvent) => boolean} grasp the pointer is down; whether there is something to drag under it
 * @property {(pixels: number, event: PointerEvent) => void} drag how far it is above the place where it went down
 * @property {() => void} drop the pointer is up
 * @property {() => void} cancel the browser has taken the pointer, to scroll
 */

/**
 * @param {HTMLElement} element
 * @param {Dragged} dragged
 */
export function dragVertically(element, dragged) {
  let start = 0;
  element.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && event.isPrimary && dragged.grasp(event)) {
      start = event.clientY;
      element.setPointerCapture(event.pointerId);
    }
  });
  element.addEventListener("pointermove", (event) => {
    if (element.hasPointerCapture(event.pointerId)) {
      dragged.drag(start - event.clientY, event);
    }
  });
  element.addEventListener("pointercancel", () => dragged.cancel());
  element.addEventListener("lostpointercapture", () => dragged.drop());
}
