/** Notices when somebody begins to use the page: draws, points at the network, presses a key or a button. */

import { byId } from "../ui/dom.js";

/** @param {() => void} act called once */
export function whenUsed(act) {
  const ended = new AbortController();
  const use = () => {
    ended.abort();
    act();
  };
  const options = { signal: ended.signal, capture: true };
  addEventListener("pointerdown", use, options);
  addEventListener("keydown", use, options);
  addEventListener("drop", use, options);
  addEventListener("paste", use, options);
  byId("diagram").addEventListener("pointermove", use, options);
}
