/**
 * Injected into the page before its own scripts: logs when pointer events arrive, and when canvases are painted: all of them,
 * and those with the maps of a stage in the diagram.
 *
 * Every event has two times: when the browser received it, and when it was dispatched to the page, which browsers do
 * once a frame.
 */

(() => {
  /** @type {{ events: { taken: number, seen: number }[], paints: number[], maps: number[] }} */
  const log = { events: [], paints: [], maps: [] };
  for (const type of ["pointerdown", "pointermove"]) {
    addEventListener(type, (event) => log.events.push({ taken: event.timeStamp, seen: performance.now() }), {
      capture: true,
    });
  }
  const { prototype } = CanvasRenderingContext2D;
  const { putImageData } = prototype;
  prototype.putImageData = /** @this {CanvasRenderingContext2D} */ function (/** @type {any[]} */ ...given) {
    Reflect.apply(putImageData, this, given);
    log.paints.push(performance.now());
    if (this.canvas.classList?.contains("maps")) {
      log.maps.push(performance.now());
    }
  };
  Object.assign(globalThis, { paintLog: log });
})();
