/**
 * Coalesces requests for an asynchronous update: one update runs at a time, and any number of requests made while it runs
 * are served by a single further update.
 * @param {() => boolean} isVisible checked before each update; no update runs while it returns false
 * @param {() => Promise<void>} update
 * @returns {() => Promise<void>} requests an update
 */
export function coalesce(isVisible, update) {
  let isRequested = false;
  let isRunning = false;
  return async () => {
    isRequested = true;
    if (isRunning) {
      return;
    }
    isRunning = true;
    try {
      while (isRequested && isVisible()) {
        isRequested = false;
        await update();
      }
    } finally {
      isRunning = false;
    }
  };
}
