/**
 * Injected into the page before its own scripts: logs when a visitor can do what, in milliseconds of the page's clock.
 *
 * - `shown`: the maps of a stage were painted for the first time: the example, or Python's first reading;
 * - `ink`: the first frame after the pad has begun to listen for pointers;
 * - `ready`: the page is ready;
 * - `taps`: when a finger tapped a stage, and when the explanation of a cell was there;
 * - `statuses`: every sentence of the status line.
 */

(() => {
  const isValueOfCell = (/** @type {Node} */ node) =>
    (node instanceof Element ? node : node.parentElement)?.closest(".cell-value") && node.textContent !== "";

  /** @type {{ shown: number, ink: number, ready: number, taps: { tapped: number, explained: number }[], statuses: [number, string][] }} */
  const log = { shown: 0, ink: 0, ready: 0, taps: [], statuses: [] };
  const { putImageData } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.putImageData = /** @this {CanvasRenderingContext2D} */ function (
    /** @type {any[]} */ ...given
  ) {
    Reflect.apply(putImageData, this, given);
    if (this.canvas.classList?.contains("maps")) {
      log.shown ||= performance.now();
    }
  };
  const { addEventListener: listen } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = /** @this {any} */ function (/** @type {any[]} */ ...given) {
    Reflect.apply(listen, this, given);
    if (given[0] === "pointerdown" && this.id === "pad" && log.ink === 0) {
      log.ink = Number.NaN; // until the frame
      requestAnimationFrame(() =>
        setTimeout(() => {
          log.ink = performance.now();
        }),
      );
    }
  };
  addEventListener(
    "pointerdown",
    ({ target, timeStamp }) => {
      if (target instanceof Element && target.closest("#diagram")) {
        log.taps.push({ tapped: timeStamp, explained: 0 });
      }
    },
    { capture: true },
  );
  addEventListener("DOMContentLoaded", () => {
    const root = document.documentElement;
    new MutationObserver(() => {
      if (root.dataset.state === "ready") {
        log.ready ||= performance.now();
      }
    }).observe(root, { attributes: true });
    const status = /** @type {HTMLElement} */ (document.getElementById("status"));
    const text = { childList: true, characterData: true, subtree: true };
    new MutationObserver(() => log.statuses.push([performance.now(), status.textContent ?? ""])).observe(status, text);
    new MutationObserver((changes) => {
      const tap = log.taps.at(-1);
      if (tap && changes.some(({ target }) => isValueOfCell(target))) {
        tap.explained ||= performance.now();
      }
    }).observe(document.body, text);
  });
  Object.assign(globalThis, { visitLog: log });
})();
