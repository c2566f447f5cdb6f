/**
 * Registers the service worker, which keeps the site for use without a network, and offers newer releases.
 *
 * The page registers it after the first reading is on the screen, so that it does not slow down the first visit. Where
 * service workers are unavailable or blocked, the rest of the page works as usual.
 */

import { home, release, serviceWorkerUrl } from "../site-files.js";

const STATE_KEY = "glasscnn: drawing kept across an update";
const UPDATE_INTERVAL = 3_600_000; // milliseconds between checks for a newer release

/**
 * @param {{ notice: HTMLElement, update: HTMLElement, later: HTMLElement }} parts
 * @param {() => unknown} getState the state to restore after an update
 */
export async function keepForOffline(parts, getState) {
  holdRelease();
  try {
    if (!serviceWorkerUrl || window.top !== window || !("serviceWorker" in navigator)) {
      return;
    }
    const registration = await navigator.serviceWorker.register(serviceWorkerUrl);
    registration.active?.postMessage({ type: "tidy" });
    whenInstalled(registration, () => offerUpdate(registration, parts, getState));
    checkForUpdates(registration);
  } catch {
    // Service workers are blocked here (a private window, a sandbox, a host without https).
  }
}

/**
 * The state that was saved before an update, returned only once; null if there was no update, or if it is not a state.
 * @template State
 * @param {(state: any) => State} check throws if it is not a state
 * @returns {State | null}
 */
export function keptState(check) {
  try {
    const kept = sessionStorage.getItem(STATE_KEY);
    sessionStorage.removeItem(STATE_KEY);
    return kept ? check(JSON.parse(kept)) : null;
  } catch {
    return null; // storage is blocked, or another page of the origin has written there
  }
}

/** Hold a lock while this page is open, so that the service worker does not delete the files of its release. */
function holdRelease() {
  navigator.locks
    ?.request(`glasscnn ${home} ${release}`, { mode: "shared" }, () => new Promise(() => {}))
    .catch(() => {}); // a sandbox has no locks, and no service worker either
}

/**
 * @param {ServiceWorkerRegistration} registration
 * @param {() => void} onInstalled another release than this page's has been kept completely
 */
function whenInstalled(registration, onInstalled) {
  const watch = () => {
    const { installing, active } = registration;
    installing?.addEventListener("statechange", () => {
      if (installing.state === "installed" && active) {
        onInstalled();
      }
    });
  };
  if (registration.waiting) {
    onInstalled();
  }
  watch(); // an installation may have started before this page was opened
  registration.addEventListener("updatefound", watch);
}

/** @param {ServiceWorkerRegistration} registration */
function checkForUpdates(registration) {
  let lastCheck = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() - lastCheck > UPDATE_INTERVAL) {
      lastCheck = Date.now();
      registration.update().catch(() => {}); // no network
    }
  });
}

/**
 * @param {ServiceWorkerRegistration} registration
 * @param {{ notice: HTMLElement, update: HTMLElement, later: HTMLElement }} parts
 * @param {() => unknown} getState
 */
function offerUpdate(registration, { notice, update, later }, getState) {
  later.onclick = () => {
    notice.hidden = true;
  };
  update.onclick = () => {
    saveState(getState());
    const { waiting } = registration;
    if (!waiting) {
      location.reload(); // another window has activated it already
    }
    waiting?.addEventListener("statechange", () => waiting.state === "activated" && location.reload());
    waiting?.postMessage({ type: "take-over" });
  };
  notice.hidden = false;
}

/** @param {unknown} state */
function saveState(state) {
  try {
    sessionStorage.setItem(STATE_KEY, JSON.stringify(state));
  } catch {
    // Storage is blocked or full: the page is updated without the drawing.
  }
}
