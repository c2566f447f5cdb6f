/**
 * The pictures on the tabs: each shows what its tab has to say about this drawing. They are painted when the page has
 * nothing else to do, one after the other, and only while they can be seen.
 */

import { observeSight } from "../lib/sight.js";
import { idleTime, WhenIdle } from "../lib/when-idle.js";
import { SmallPicture } from "../ui/small-picture.js";

/** @import { Tab } from "./tabs.js" */

export class TabPictures {
  /** @param {HTMLElement} list of the tabs; its data-pictures is “new” or “old” */
  constructor(list) {
    this.list = list;
    /** @type {Map<Tab, SmallPicture>} */
    this.pictures = new Map();
    this.run = 0; // number of the newest run; older ones stop
    this.isSeen = false;
    this.idle = new WhenIdle(() => this.paint());
    observeSight(list, ({ isIntersecting }) => {
      this.isSeen = isIntersecting;
      this.request();
    });
    document.addEventListener("visibilitychange", () => this.request());
    this.outdate();
  }

  /**
   * @param {Tab} tab
   * @returns {HTMLElement} its picture
   */
  add(tab) {
    const picture = new SmallPicture();
    this.pictures.set(tab, picture);
    return picture.canvas;
  }

  /** What the pictures show has changed: stop painting, until the next request. */
  outdate() {
    this.run += 1;
    this.list.dataset.pictures = "old";
  }

  /** Paint them when there is time. */
  request() {
    if (this.isSeen) {
      this.outdate();
      this.idle.request();
    }
  }

  async paint() {
    this.run += 1;
    const { run } = this;
    for (const [tab, picture] of this.pictures) {
      await idleTime();
      if (run !== this.run || document.hidden) {
        return;
      }
      await tab.paintPicture?.(picture)?.catch(() => {}); // the reading itself reports errors
    }
    if (run === this.run) {
      this.list.dataset.pictures = "new";
    }
  }
}
