/**
 * Limits painting to once per animation frame. The first request paints immediately, because waiting for a frame would
 * show every change one frame later; further requests before the next frame are served by one paint in that frame.
 */
export class FrameThrottle {
  /** @param {() => void} paint paints the current state */
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

  /** Drop a request that has not been painted yet. */
  cancel() {
    this.isRequested = false;
  }
}
