/**
 * Notices when a worker is gone without a word, as when the browser has taken its memory away.
 *
 * The worker holds a lock as long as it lives. Who waits for that lock gets it when the worker is dead, at once.
 */

let workers = 0;

/** A lock's name that no other worker of any page has. */
export function lockName() {
  workers += 1;
  return `glasscnn worker ${workers} ${performance.timeOrigin} ${Math.random()}`;
}

/**
 * In the worker: hold the lock for good.
 * @param {string} name
 * @param {() => void} onHeld
 */
export function holdLock(name, onHeld) {
  const forever = () => {
    onHeld();
    return new Promise(() => {});
  };
  navigator.locks?.request(name, forever).catch(() => {}); // there are no locks in a sandbox: a reading that does not come will tell
}

/**
 * In the page: wait until the one who holds the lock is gone.
 * @param {string} name
 * @param {() => void} onRelease
 */
export function whenReleased(name, onRelease) {
  navigator.locks.request(name, () => onRelease()).catch(() => {});
}
