/**
 * The site without a network: its service worker keeps the release, and offers a newer one once that is complete.
 *
 * The page asks for it when the first reading is on the screen, so that it costs the first visit nothing. Where there
 * are no service workers, or none is allowed, everything else works as ever.
 */

import { home, release, serviceWorkerUrl } from "../site-files.js";

const KEPT = "glasscnn: drawing kept across an update";
const HOUR = 3_600_000; // milliseconds between looking for a newer release

/**
 * @param {{ notice: HTMLElement, update: HTMLElement, later: HTMLElement }} parts
 * @param {() => unknown} getState what is to come back after an update
 */
export async function keepForOffline(parts, getState) {
  holdRelease();
  try {
    if (!serviceWorkerUrl || window.top !== window || !("serviceWorker" in navigator)) {
      return;
    }
    const registration = await navigator.serviceWorker.register(serviceWorkerUrl);
    registration.active?.postMessage({ type: "tidy" });
    whenComplete(registration, () => offer(registration, parts, getState));
    lookAgain(registration);
  } catch {
    // It is not allowed here (a private window, a sandbox, a host without https): the page goes on without it.
  }
}

/**
 * What was on the page before it was updated, once; null where it was not.
 * @returns {any}
 */
export function keptState() {
  try {
    const kept = sessionStorage.getItem(KEPT);
    sessionStorage.removeItem(KEPT);
    return kept && JSON.parse(kept);
  } catch {
    return null;
  }
}

/** As long as this page is open, its release's files are not thrown away. */
function holdRelease() {
  navigator.locks
    ?.request(`glasscnn ${home} ${release}`, { mode: "shared" }, () => new Promise(() => {}))
    .catch(() => {}); // there are no locks in a sandbox, and nothing is kept there either
}

/**
 * @param {ServiceWorkerRegistration} registration
 * @param {() => void} act when a release other than this page's is kept, whole
 */
function whenComplete(registration, act) {
  const watch = () => {
    const { installing, active } = registration;
    installing?.addEventListener("statechange", () => {
      if (installing.state === "installed" && active) {
        act();
      }
    });
  };
  if (registration.waiting) {
    act();
  }
  watch(); // one may be on its way since before this page
  registration.addEventListener("updatefound", watch);
}

/** @param {ServiceWorkerRegistration} registration */
function lookAgain(registration) {
  let last = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() - last > HOUR) {
      last = Date.now();
      registration.update().catch(() => {}); // there is no network now
    }
  });
}

/**
 * @param {ServiceWorkerRegistration} registration
 * @param {{ notice: HTMLElement, update: HTMLElement, later: HTMLElement }} parts
 * @param {() => unknown} getState
 */
function offer(registration, { notice, update, later }, getState) {
  later.onclick = () => {
    notice.hidden = true;
  };
  update.onclick = () => {
    keepState(getState());
    const { waiting } = registration;
    if (!waiting) {
      location.reload(); // another window has taken it already
    }
    waiting?.addEventListener("statechange", () => waiting.state === "activated" && location.reload());
    waiting?.postMessage({ type: "take-over" });
  };
  notice.hidden = false;
}

/** @param {unknown} state */
function keepState(state) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(state));
  } catch {
    // Where nothing may be kept there is no service worker either.
  }
}
