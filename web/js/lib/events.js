/**
 * Listen to a custom event.
 * @param {EventTarget} target
 * @param {string} type
 * @param {(detail: any) => void} listener called with the event's detail
 */
export function onDetail(target, type, listener) {
  target.addEventListener(type, (event) => listener(/** @type {CustomEvent} */ (event).detail));
}
