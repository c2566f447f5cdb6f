/**
 * Follows what changes faster than it can be followed: a round runs at a time, and however often it is asked for
 * meanwhile, one more runs after it, which finds what is newest.
 * @param {() => boolean} isVisible asked before each round; while it says no, none runs
 * @param {() => Promise<void>} round
 * @returns {() => Promise<void>} asks for a round
 */
export function coalesce(isVisible, round) {
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
        await round();
      }
    } finally {
      isRunning = false;
    }
  };
}
