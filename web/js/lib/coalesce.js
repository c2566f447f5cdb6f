/**
 * Follows what changes faster than it can be followed: a round runs at a time, and however often it is asked for
 * meanwhile, one more runs after it, which finds what is newest.
 * @param {() => boolean} isLookedAt asked before each round; while it says no, none runs
 * @param {() => Promise<void>} round
 * @returns {() => Promise<void>} asks for a round
 */
export function coalesce(isLookedAt, round) {
  let isDue = false;
  let isRunning = false;
  return async () => {
    isDue = true;
    if (isRunning) {
      return;
    }
    isRunning = true;
    try {
      while (isDue && isLookedAt()) {
        isDue = false;
        await round();
      }
    } finally {
      isRunning = false;
    }
  };
}
