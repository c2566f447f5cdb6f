/**
 * The service worker: keeps one complete release of the site and serves it without the network.
 *
 * `make site` prepends one line to this file, `self.release = { name, files }`: the name of the release's page folder,
 * and the SHA-256 of every file by path. A release is kept completely or not at all, in a cache of its own. It is
 * activated when no page of the previous release is open, or when the visitor accepts the update. Pages hold a lock
 * with the name of their release (web/js/offline/release-updates.js), so that files that an open page may still request
 * are not deleted. Browsers and their users clear caches: what is missing is kept again on the next visit.
 */

const { name: ours, files } = self.release;
const home = self.registration.scope;
const PREFIX = `glasscnn ${home} `; // several copies of the site may share an origin
const LIST = `${home}kept-release.json`; // written last: a cache that has it is complete
const HASHED_FOLDER = /^[a-z-]+-[0-9a-f]{12}\//;
const PARALLEL_DOWNLOADS = 4;

/** The host has another file than this release's. */
class OtherRelease extends Error {}

/** @type {Promise<void> | null} */
let repairing = null;

self.addEventListener("install", (event) => event.waitUntil(keepRelease().catch(drop)));

self.addEventListener("message", (event) => {
  if (event.data?.type === "take-over") {
    self.skipWaiting();
  } else if (event.data?.type === "tidy") {
    event.waitUntil(repair().then(deleteUnusedReleases));
  }
});

self.addEventListener("fetch", (event) => {
  const path = pathOf(event.request);
  if (path in files) {
    event.respondWith(answer(event, path));
  } else if (HASHED_FOLDER.test(path)) {
    event.respondWith(answerForOlderPage(event.request, path));
  }
});

/**
 * The path of a file in the site, without query and fragment; empty for other requests.
 * @param {Request} request
 */
function pathOf({ method, url }) {
  if (method !== "GET" || !url.startsWith(home)) {
    return "";
  }
  return url.slice(home.length).replace(/[?#].*/s, "") || "index.html";
}

/** @param {string} path */
function urlOf(path) {
  return home + (path === "index.html" ? "" : path); // some hosts redirect from index.html to the folder
}

/**
 * @param {FetchEvent} event
 * @param {string} path
 */
async function answer(event, path) {
  const cache = await caches.open(PREFIX + ours);
  const kept = await cache.match(urlOf(path));
  if (kept) {
    return kept;
  }
  const response = await fetch(event.request);
  if (!response.ok) {
    event.waitUntil(repair()); // the host has another release, and the page does not get to ask for it
  }
  return response;
}

/**
 * Answer a page of another release that is still open.
 * @param {Request} request
 * @param {string} path
 */
async function answerForOlderPage(request, path) {
  return (await caches.match(urlOf(path))) ?? fetch(request);
}

/** Keep all files of this release that are not kept yet. */
async function keepRelease() {
  const cache = await caches.open(PREFIX + ours);
  const there = new Set((await cache.keys()).map(({ url }) => url));
  const remaining = Object.entries(files).filter(([path]) => !there.has(urlOf(path)));
  if (remaining.length === 0 && there.has(LIST)) {
    return;
  }
  const kept = await filesOfOtherReleases();
  const keepNext = async () => {
    for (let next = remaining.pop(); next; next = remaining.pop()) {
      const [path, hash] = next;
      await cache.put(urlOf(path), (await kept.get(hash)?.()) ?? (await download(path, hash)));
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_DOWNLOADS }, keepNext));
  await cache.put(LIST, Response.json(self.release));
}

/**
 * Keep nothing of this release, so that the previous one stays.
 * @param {unknown} error
 */
async function drop(error) {
  await caches.delete(PREFIX + ours);
  throw error;
}

/** Keep again what a browser or a person has removed. If the host has another release by now, nothing of this one is kept. */
function repair() {
  repairing ??= keepRelease()
    .catch(async (error) => {
      if (error instanceof OtherRelease) {
        await caches.delete(PREFIX + ours);
      }
    })
    .finally(() => {
      repairing = null;
    });
  return repairing;
}

/**
 * The files in the complete caches of other releases, by hash.
 * @returns {Promise<Map<string, () => Promise<Response | undefined>>>}
 */
async function filesOfOtherReleases() {
  const kept = new Map();
  for (const name of await otherReleases()) {
    const cache = await caches.open(name);
    const list = await cache.match(LIST);
    for (const [path, hash] of Object.entries((await list?.json())?.files ?? {})) {
      kept.set(hash, () => cache.match(urlOf(path)));
    }
  }
  return kept;
}

/**
 * Download a file, preferably from the HTTP cache, since the page may have just fetched it.
 * @param {string} path
 * @param {string} hash
 */
async function download(path, hash) {
  const response = (await fetchChecked(path, hash, "force-cache")) ?? (await fetchChecked(path, hash, "reload"));
  if (!response) {
    throw new OtherRelease(`${path} on the host is not that of this release: the release is not kept`);
  }
  return response;
}

/**
 * @param {string} path
 * @param {string} hash
 * @param {RequestCache} cache
 * @returns {Promise<Response | null>} null if it is another file, or an error in the HTTP cache
 */
async function fetchChecked(path, hash, cache) {
  const response = await fetch(urlOf(path), { cache });
  const data = await response.arrayBuffer();
  const found = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  if (Array.from(found, (byte) => byte.toString(16).padStart(2, "0")).join("") !== hash) {
    return null;
  }
  return new Response(data, { headers: { "content-type": response.headers.get("content-type") ?? "" } });
}

/** Delete the releases that no open page uses, unless a newer one is being installed. */
async function deleteUnusedReleases() {
  const { installing, waiting } = self.registration;
  if (installing || waiting || !navigator.locks) {
    return;
  }
  const { held = [] } = await navigator.locks.query();
  const inUse = new Set(held.map(({ name }) => name));
  for (const name of await otherReleases()) {
    if (!inUse.has(name)) {
      await caches.delete(name);
    }
  }
}

async function otherReleases() {
  return (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== PREFIX + ours);
}
