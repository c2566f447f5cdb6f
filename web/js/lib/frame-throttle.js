/**
 * Paints at once, but not twice between two frames: what comes too early waits for the next one, the newest in place of
 * those before it. To wait for a frame each time would show everything one frame later.
 */
export class FrameThrottle {
  /** @param {() => void} paint what is newest */
  constructor(paint) {
    this.paint = paint;
    this.isRequested = false;
    this.frame = 0;
  }

  request() {
    if (this.frame) {
      this.isRequested = true;
      return;
    }
    this.isRequested = false;
    this.paint();
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      if (this.isRequested) {
        this.request();
      }
    });
  }

  /** Drop a request that waits for the next frame. */
  cancel() {
    this.isRequested = false;
  }
}
