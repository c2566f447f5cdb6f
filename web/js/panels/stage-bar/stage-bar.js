/**
 * On a phone the stages are swiped. The bar below them tells which one is in sight, "3 of 12", and leads to the others.
 */

import { localise } from "../../i18n/language.js";
import { button, make } from "../../ui/dom.js";

/** @import { Panel } from "../../view/panel.js" */
/** @import { PanelContext } from "../panel-context.js" */

/** @implements {Panel} */
export class StageBar {
  /** @param {Pick<PanelContext, "texts" | "view">} context */
  constructor({ texts, view }) {
    this.texts = texts;
    this.view = view;
    this.index = 0; // of the column in sight
    this.isLeading = false; // whether the bar itself scrolls the stages
    this.pendingFrame = 0;
    this.select = make("select");
    this.select.dataset.testid = "stage-select";
    this.select.addEventListener("change", () => this.lead(this.select.selectedIndex));
    this.previous = this.step("stage-previous", "‹", -1);
    this.next = this.step("stage-next", "›", 1);
    this.element = make("div", "stage-bar", this.previous, this.select, this.next);
    this.element.setAttribute("role", "group");
    this.element.dataset.testid = "stage-bar";
    localise(this.element, { label: "page.network" });
    localise(this.select, { label: "swipe.stage" });
    localise(this.previous, { label: "swipe.previous" });
    localise(this.next, { label: "swipe.next" });
    const { diagram } = view;
    diagram.element.after(this.element);
    diagram.element.addEventListener("scroll", () => this.follow(), { passive: true });
    diagram.element.addEventListener("scrollend", () => this.arrive());
    diagram.addEventListener("layout", () => this.arrive());
  }

  /**
   * @param {string} name
   * @param {string} sign
   * @param {1 | -1} by how many stages
   */
  step(name, sign, by) {
    const element = button("step quiet", sign, () => this.lead(this.index + by));
    element.dataset.testid = name;
    return element;
  }

  /** The columns of the diagram: one stage each, or parallel branches. */
  get columns() {
    return /** @type {HTMLElement[]} */ ([...this.view.diagram.element.querySelectorAll(":scope > .column")]);
  }

  showModel() {
    this.render();
  }

  localise() {
    this.render();
  }

  /** A stage is opened: it is brought into sight above the sheet that explains it. */
  stageChanged() {
    const { diagram, openStage } = this.view;
    const view = diagram.stages.get(openStage ?? "");
    if (view && diagram.narrow.matches && !diagram.arrangement) {
      diagram.element.scrollIntoView({ block: "start", behavior: "instant" });
      this.lead(diagram.connections.columns.findIndex((column) => column.includes(view)));
    }
  }

  /** Name all stages in the current language. */
  render() {
    const { columns } = this.view.diagram.connections;
    const titles = columns.map((column) => column.map(({ stage }) => stage.title).join(", "));
    this.select.replaceChildren(
      ...titles.map((title, number) => new Option(this.texts.swipe.position(number + 1, titles.length, title))),
    );
    this.arrive();
  }

  /**
   * Bring a column into sight.
   * @param {number} index of the column
   */
  lead(index) {
    const { element } = this.view.diagram;
    const column = this.columns[index];
    if (!column) {
      return;
    }
    this.isLeading = true;
    this.show(index);
    const left = column.offsetLeft + (column.offsetWidth - element.clientWidth) / 2;
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollTo({ left, behavior: isCalm ? "instant" : "smooth" });
  }

  /** The stages are scrolled: tell which one is in sight, unless the bar leads to another one. */
  follow() {
    if (!this.isLeading) {
      this.show(this.indexInSight());
    }
  }

  /** The stages have come to rest, or are laid out anew: tell which one is in sight, once the frame has its layout. */
  arrive() {
    this.isLeading = false;
    cancelAnimationFrame(this.pendingFrame);
    this.pendingFrame = requestAnimationFrame(() => this.follow());
  }

  /** The index of the column nearest to the middle. */
  indexInSight() {
    const { scrollLeft, clientWidth } = this.view.diagram.element;
    const distances = this.columns.map(({ offsetLeft, offsetWidth }) =>
      Math.abs(offsetLeft + offsetWidth / 2 - scrollLeft - clientWidth / 2),
    );
    return distances.indexOf(Math.min(...distances));
  }

  /** @param {number} index */
  show(index) {
    this.index = index;
    this.select.selectedIndex = index;
    this.previous.disabled = index <= 0;
    this.next.disabled = index >= this.select.length - 1;
  }
}
