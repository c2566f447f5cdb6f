/** The keys that work outside the pad's own drawing: undo, redo, Escape, and the digits of the samples. */

/** @import { PadControls } from "../input/pad-controls.js" */
/** @import { View } from "../view/view.js" */

const TYPING = "select, textarea, input[type=text], input[type=search], input:not([type]), dialog";

/**
 * @param {PadControls} controls
 * @param {View} view
 */
export function listenToKeys(controls, view) {
  document.addEventListener("keydown", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (!event.altKey && !target.closest?.(TYPING)) {
      act(event, target, controls, view);
    }
  });
}

/**
 * @param {KeyboardEvent} event
 * @param {Element} target
 * @param {PadControls} controls
 * @param {View} view
 */
function act(event, target, controls, view) {
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) {
    if (key === "z" || key === "y") {
      event.preventDefault();
      if (event.shiftKey || key === "y") {
        controls.redo();
      } else {
        controls.undo();
      }
    }
  } else if (key === "escape") {
    if (!view.escape()) {
      controls.clear();
    }
  } else if (/^\d$/.test(key) && target.closest?.("#pad, #samples")) {
    // A single key acts only where it belongs, so that nobody who uses speech input draws by accident (WCAG 2.1.4).
    controls.samples.draw(Number(key));
  }
}
