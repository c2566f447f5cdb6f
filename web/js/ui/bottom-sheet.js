/** On a phone the inspector is a sheet from below: its grip drags it higher or lower, and off the screen. */

const LOWEST = 120; // CSS pixels; let go of below that, the sheet closes
const HIGHEST = 0.62; // of the screen's height: the pad stays in sight

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
      height = Math.min(HIGHEST * innerHeight, innerHeight - event.clientY);
      sheet.style.setProperty("--sheet", `${Math.max(0, height)}px`);
    }
  });
  grip.addEventListener("lostpointercapture", () => {
    if (height < LOWEST) {
      sheet.style.removeProperty("--sheet");
      close();
    }
  });
}
