/** Where on the page the things are that the tour explains: the one module of the tour that knows their ids. */

import { byId } from "../../ui/dom.js";

/** @import { PanelContext } from "../panel-context.js" */

/**
 * @param {PanelContext} context
 */
export const placesOn = ({ pad, tabs, view }) => ({
  pad: () => pad.element,
  answer: () => byId("answer"),
  cell: () => byId("cell"),
  /** The enlarged stage, with the switch between its views. */
  views: () => /** @type {HTMLElement | null} */ (document.querySelector("#inspector .inspector-stage")),
  article: () => byId("article"),
  /** @param {string} name of the stage in the diagram */
  stage: (name) => view.diagram.stages.get(name)?.element ?? null,
  /** The names of the tabs, from left to right. */
  tabs: () => (isVisible(tabs.list) ? tabs.tabs.map(({ name }) => name) : []),
  /** @param {string} name of a tab, which is open */
  tab: (name) => tabs.tabs.find((tab) => tab.name === name)?.element ?? null,
});

/** @typedef {ReturnType<typeof placesOn>} Places */

/** @param {Element | null | undefined} element */
export const isVisible = (element) => (element?.getClientRects().length ?? 0) > 0;

/** Whether an element is in the sheet at the bottom of a phone's window. */
export const isInSheet = (/** @type {HTMLElement} */ element) => {
  const sheet = element.closest("#inspector");
  return sheet !== null && getComputedStyle(sheet).position === "fixed";
};

/** Whether the style sheets use the layout for phones. */
export const isPhone = () => matchMedia("(max-width: 699px)").matches;
