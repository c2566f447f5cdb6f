/**
 * Put into the real page before its own scripts: notes when pointer events reach it and when its stages are painted.
 *
 * Every event has two times: when the browser took it in, and when the page got to see it, which browsers let happen
 * once a frame.
 */

(() => {
  /** @type {{ events: { taken: number, seen: number }[], paints: number[] }} */
  const log = { events: [], paints: [] };
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
  };
  Object.assign(globalThis, { paintLog: log });
})();
