/** Turns the network: by dragging, with keys, with buttons, and by itself for a moment after it is let go. */

import { between, draggedBy, initialPose, STEPS, turn } from "./pose.js";

/** @import { DepthView } from "./depth-view.js" */
/** @import { Pose } from "./pose.js" */

const DRAG_THRESHOLD = 4; // CSS pixels; less is a click
const OPENING = 250; // milliseconds
const HELD = 60; // milliseconds without a move after which the network is let go at rest
const FRICTION = 0.9; // of the speed, from frame to frame
const SLOWEST = 0.05; // degrees a frame

export class Turning {
  /** @param {DepthView} view */
  constructor(view) {
    this.view = view;
    this.stillness = matchMedia("(prefers-reduced-motion: reduce)");
    this.pending = 0; // animation frame
    /** @type {{ id: number, x: number, y: number, isDrag: boolean } | null} the pointer that is down */
    this.hold = null;
    /** @type {Partial<Pose>} the last change by dragging */
    this.speed = {};
    this.lastMove = 0; // time of that change
    this.wasDragged = false; // whether the click that follows belongs to a drag
    /** @type {AbortController | null} */
    this.listeners = null;
  }

  start() {
    const { element } = this.view.diagram;
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    element.addEventListener("pointerdown", (event) => this.press(event), { signal });
    element.addEventListener("pointermove", (event) => this.move(event), { signal });
    element.addEventListener("pointerup", (event) => this.release(event), { signal });
    element.addEventListener("pointercancel", () => this.cancel(), { signal });
    element.addEventListener("keydown", (event) => this.pressKey(event), { signal });
    window.addEventListener("click", (event) => this.swallowClick(event), { capture: true, signal });
    this.view.pose = initialPose(this.view.isPortrait);
    if (!this.stillness.matches) {
      const { pose } = this.view;
      this.animate(turn(pose, { yaw: -0.7 * pose.yaw, pitch: -0.7 * pose.pitch, zoom: 0.8 }), pose);
    } else {
      this.view.draw();
    }
  }

  stop() {
    cancelAnimationFrame(this.pending);
    this.listeners?.abort();
    this.hold = null;
  }

  /** @param {PointerEvent} event */
  press({ button, pointerId: id, clientX: x, clientY: y, isPrimary, target }) {
    const isControl = target instanceof Element && target.closest(".depth-controls");
    if (button === 0 && isPrimary && !isControl) {
      this.hold = { id, x, y, isDrag: false };
      this.speed = {};
      this.wasDragged = false;
      cancelAnimationFrame(this.pending);
    }
  }

  /** @param {PointerEvent} event */
  move({ pointerId, clientX, clientY, timeStamp }) {
    const { hold, view } = this;
    if (!hold || hold.id !== pointerId) {
      return;
    }
    const [x, y] = [clientX - hold.x, clientY - hold.y];
    if (!hold.isDrag && Math.hypot(x, y) >= DRAG_THRESHOLD) {
      hold.isDrag = true;
      view.diagram.element.setPointerCapture(pointerId); // from here on, no cell is under the pointer
      view.diagram.element.classList.add("turning");
    }
    if (hold.isDrag) {
      [hold.x, hold.y] = [clientX, clientY];
      this.speed = draggedBy(x, y);
      this.lastMove = timeStamp;
      this.turnBy(this.speed);
    }
  }

  /** @param {PointerEvent} event */
  release({ pointerId, timeStamp }) {
    const { hold } = this;
    if (hold?.id === pointerId) {
      this.wasDragged = hold.isDrag;
      this.cancel();
      if (hold.isDrag && !this.stillness.matches && timeStamp - this.lastMove < HELD) {
        this.glide();
      }
    }
  }

  cancel() {
    this.hold = null;
    this.view.diagram.element.classList.remove("turning");
  }

  /** @param {MouseEvent} event a click; that after a drag would pin the cell under the pointer */
  swallowClick(event) {
    if (this.wasDragged && this.view.diagram.element.contains(/** @type {Node} */ (event.target))) {
      event.stopPropagation();
    }
    this.wasDragged = false;
  }

  /** @param {KeyboardEvent} event */
  pressKey(event) {
    const target = /** @type {Element} */ (event.target);
    const isHere = target === this.view.diagram.element || target.closest(".depth-controls");
    const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
    const key = event.key === "=" ? "+" : event.key;
    if (!isHere || hasModifier || !(key in STEPS || key === "Home")) {
      return; // arrow keys on a stage select its cells
    }
    event.preventDefault(); // the page would scroll
    this.step(key);
  }

  /** @param {string} key that was pressed, or that a button stands for */
  step(key) {
    cancelAnimationFrame(this.pending);
    if (key === "Home") {
      this.view.pose = initialPose(this.view.isPortrait);
      this.request();
    } else {
      this.turnBy(STEPS[key]);
    }
  }

  /** @param {Partial<Pose>} change */
  turnBy(change) {
    this.view.pose = turn(this.view.pose, change);
    this.request();
  }

  /** Draw the pose in the next frame. */
  request() {
    cancelAnimationFrame(this.pending);
    this.pending = requestAnimationFrame(() => this.view.draw());
  }

  /** Go on with the last speed, slower and slower. */
  glide() {
    const { yaw = 0, pitch = 0 } = this.speed;
    this.speed = { yaw: yaw * FRICTION, pitch: pitch * FRICTION };
    if (Math.hypot(yaw, pitch) > SLOWEST) {
      this.pending = requestAnimationFrame(() => {
        this.view.pose = turn(this.view.pose, this.speed);
        this.view.draw();
        this.glide();
      });
    }
  }

  /**
   * @param {Pose} from
   * @param {Pose} to
   */
  animate(from, to) {
    cancelAnimationFrame(this.pending);
    const start = performance.now();
    const step = (/** @type {number} */ now) => {
      const share = Math.min(1, Math.max(0, (now - start) / OPENING));
      this.view.pose = between(from, to, 1 - (1 - share) ** 3);
      this.view.draw();
      if (share < 1) {
        this.pending = requestAnimationFrame(step);
      }
    };
    step(start);
  }
}
