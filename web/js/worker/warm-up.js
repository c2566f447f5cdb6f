/**
 * Reads a growing stroke again and again while the page asks for nothing.
 *
 * A browser compiles a function of WebAssembly quickly when it is first called, and again with optimisations, in the
 * background, once it has run for some time. Without a warm-up, the first strokes of a visitor would be read by slow code.
 */

/** @import { Ink } from "../protocol/messages.js" */
/** @import { Session } from "./session.js" */

const READINGS = 256; // after which further ones do not become faster
const POINTS = 32; // of the longest stroke
const SLICE = 6; // milliseconds without looking for messages
const QUIET_TIME = 20; // milliseconds without a message, after which the page asks for nothing
const CANVAS_SIZE = 280;
const BRUSH = 24;

/**
 * @param {Session} session whose readings nobody sees; it is released at the end
 * @param {() => number} sinceLastMessage milliseconds
 */
export async function warmUp(session, sinceLastMessage) {
  try {
    let done = 0;
    while (done < READINGS) {
      await (sinceLastMessage() > QUIET_TIME ? handleMessages() : pause());
      const end = performance.now() + SLICE;
      while (done < READINGS && sinceLastMessage() > QUIET_TIME && performance.now() < end) {
        session.readInk(spiral(1 + (done % POINTS)), true);
        done += 1;
      }
    }
  } finally {
    session.release();
  }
}

/** Let the worker handle the messages that have arrived. A timer would wait for 4 ms more. */
function handleMessages() {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve(undefined);
    };
    port2.postMessage(null);
  });
}

/** Wait, in the hope that the page asks for nothing then. */
function pause() {
  return new Promise((resolve) => setTimeout(resolve, QUIET_TIME));
}

/**
 * @param {number} count of points
 * @returns {Ink} a single stroke that grows with `count`
 */
function spiral(count) {
  const points = Float32Array.from({ length: 2 * count }, (_, number) => {
    const [point, isY] = [number >> 1, number & 1];
    const angle = 0.4 * point;
    return CANVAS_SIZE / 2 + (30 + 2 * point) * (isY ? Math.sin(angle) : Math.cos(angle));
  });
  return { points, lengths: Int32Array.of(count), canvasSize: CANVAS_SIZE, brush: BRUSH, centre: true };
}
