/**
 * Detects a worker that disappears silently, for example because the browser has run out of memory.
 *
 * The worker holds a Web Lock as long as it runs. The page requests the same lock, and is granted it as soon as the
 * worker has ended.
 */

let workers = 0;

/** A name that no other worker of any page uses. */
export function lockName() {
  workers += 1;
  return `glasscnn worker ${workers} ${performance.timeOrigin} ${Math.random()}`;
}

/**
 * In the worker: hold the lock until the worker ends.
 * @param {string} name
 * @param {() => void} onHeld
 */
export function holdLock(name, onHeld) {
  const forever = () => {
    onHeld();
    return new Promise(() => {});
  };
  navigator.locks?.request(name, forever).catch(() => {}); // a sandbox has no locks; there only the time limits apply
}

/**
 * In the page: wait until the lock is released.
 * @param {string} name
 * @param {() => void} onRelease
 */
export function whenReleased(name, onRelease) {
  navigator.locks.request(name, () => onRelease()).catch(() => {});
}
