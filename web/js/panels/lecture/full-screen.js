/** Full screen, where the browser and an embedding page allow it. */

/**
 * Must be called while an input event is handled.
 * @returns {Promise<boolean>} whether this call has made the page fill the screen
 */
export async function enterFullScreen() {
  if (document.fullscreenElement || !document.fullscreenEnabled) {
    return false;
  }
  try {
    await document.documentElement.requestFullscreen({ navigationUI: "hide" });
    return true;
  } catch {
    return false; // the page shows the same in its window
  }
}

export async function leaveFullScreen() {
  if (document.fullscreenElement) {
    await document.exitFullscreen().catch(() => {}); // it has ended meanwhile
  }
}
