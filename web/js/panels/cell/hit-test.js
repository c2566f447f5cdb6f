/** Hit testing: the cell under the pointer. */

import { singleMapLayout } from "./cells.js";

/** @import { Diagram } from "../../diagram/diagram.js" */
/** @import { Inspector } from "../../diagram/inspector.js" */
/** @import { Layout } from "../../diagram/map-layout.js" */
/** @import { Stage } from "../../protocol/messages.js" */
/** @import { Place } from "../../protocol/questions.js" */

/** @typedef {{ clientX: number, clientY: number }} Point */

/**
 * The stage whose maps contain the target of an event.
 * @param {Diagram} diagram
 * @param {EventTarget | null} target
 */
export function stageAt(diagram, target) {
  const button = target instanceof Element ? target.closest(".stage-maps") : null;
  const figure = /** @type {HTMLElement | null} */ (button?.closest(".stage") ?? null);
  return diagram.stages.get(figure?.dataset.stage ?? "");
}

/**
 * The stage that is pointed at. An enlarged one lies over its neighbours, but takes no pointer from their maps.
 * @param {Diagram} diagram
 * @param {EventTarget | null} target of the event
 * @param {Point} point
 */
export function stageUnder(diagram, target, { clientX, clientY }) {
  const view = stageAt(diagram, target);
  if (!view?.element.classList.contains("enlarged") || contains(view.box, { clientX, clientY })) {
    return view;
  }
  const below = document.elementsFromPoint(clientX, clientY).filter((element) => element.matches("canvas.maps"));
  return below.map((canvas) => stageAt(diagram, canvas)).find((other) => other !== view) ?? view;
}

/**
 * @param {DOMRect} box
 * @param {Point} point
 */
function contains({ left, right, top, bottom }, { clientX, clientY }) {
  return clientX >= left && clientX < right && clientY >= top && clientY < bottom;
}

/**
 * @param {Diagram} diagram
 * @param {EventTarget | null} target of the event
 * @param {Point} point
 * @returns {Place | null}
 */
export function cellInDiagram(diagram, target, point) {
  const view = stageUnder(diagram, target, point);
  const { arrangement } = diagram;
  const there = view && (arrangement ? arrangement.locate(view, point) : placeOn(view, point));
  return view && there ? cellAt(there, view.layout, view.stage) : null;
}

/**
 * @param {Inspector} inspector
 * @param {EventTarget | null} target of the event
 * @param {Point} point
 * @returns {Place | null}
 */
export function cellInInspector({ view, maps }, target, point) {
  const figure = target instanceof Element ? target.closest("figure") : null;
  const map = maps.find((each) => each.figure === figure);
  if (!view || !map) {
    return null;
  }
  const cell = cellAt(placeOn(map.context, point), singleMapLayout(view.stage), view.stage);
  return cell && { ...cell, channel: maps.indexOf(map) };
}

/**
 * The place of a point of the screen on an upright canvas, as shares of its width and height.
 * @param {{ canvas: HTMLCanvasElement }} owner of the canvas
 * @param {Point} point
 */
function placeOn({ canvas }, { clientX, clientY }) {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  return { x: (clientX - left) / width, y: (clientY - top) / height };
}

/**
 * The cell at a place on a canvas. A point in the gap after a map belongs to the map's last row or column; a point where
 * there is no map belongs to no cell.
 * @param {{ x: number, y: number }} there as shares of the canvas's width and height
 * @param {Layout} layout
 * @param {Stage} stage
 * @returns {Place | null}
 */
function cellAt(there, layout, stage) {
  const [x, y] = [there.x * layout.width, there.y * layout.height];
  if (!(x >= 0 && y >= 0 && x < layout.width && y < layout.height)) {
    return null;
  }
  const { columns, count, gap, mapWidth, mapHeight } = layout;
  const [mapColumn, mapRow] = [Math.floor(x / (mapWidth + gap)), Math.floor(y / (mapHeight + gap))];
  const channel = mapRow * columns + mapColumn;
  if (channel >= count) {
    return null;
  }
  return {
    stage: stage.name,
    channel,
    row: Math.min(mapHeight - 1, Math.floor(y - mapRow * (mapHeight + gap))),
    column: Math.min(mapWidth - 1, Math.floor(x - mapColumn * (mapWidth + gap))),
  };
}
