/** On a phone the inspector is a bottom sheet: dragging its grip resizes or closes it. */

const MIN_HEIGHT = 120; // CSS pixels; released below that, the sheet closes
const MAX_HEIGHT = 0.62; // share of the viewport's height, so that the pad stays visible

/**
 * @param {HTMLElement} sheet
 * @param {HTMLElement} grip
 * @param {() => void} close
 */
export function makeSheet(sheet, grip, close) {
  let height = 0;
  grip.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    height = sheet.getBoundingClientRect().height;
  });
  grip.addEventListener("pointermove", (event) => {
    if (grip.hasPointerCapture(event.pointerId)) {
      height = Math.min(MAX_HEIGHT * innerHeight, innerHeight - event.clientY);
      sheet.style.setProperty("--sheet", `${Math.max(0, height)}px`);
    }
  });
  grip.addEventListener("lostpointercapture", () => {
    if (height < MIN_HEIGHT) {
      sheet.style.removeProperty("--sheet");
      close();
    }
  });
}
