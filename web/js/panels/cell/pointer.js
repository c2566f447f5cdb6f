/** From a pointer or a key on a stage's maps to the cell that is meant. */

import { layOut } from "../../diagram/map-layout.js";

/** @import { Diagram } from "../../diagram/diagram.js" */
/** @import { Inspector } from "../../diagram/inspector.js" */
/** @import { Layout } from "../../diagram/map-layout.js" */
/** @import { Stage } from "../../protocol/messages.js" */
/** @import { Place } from "../../protocol/questions.js" */

/** @typedef {{ clientX: number, clientY: number }} Point */

/**
 * @typedef {object} Listeners
 * @property {(place: Place, time: number) => void} onPoint
 * @property {(place: Place, time: number) => void} onChoose a click, a tap
 * @property {(stage: Stage, key: string) => boolean} onKey whether it meant something
 * @property {(stage: Stage) => boolean} onPress Enter or Space on a stage; whether it meant a cell
 * @property {() => void} onLeave the pointer has gone where cells are not what is looked at
 */

/**
 * @param {{ diagram: Diagram, inspector: Inspector, elsewhere: HTMLElement[] }} parts
 * @param {Listeners} listeners
 */
export function listenToPointing({ diagram, inspector, elsewhere }, listeners) {
  const { onPoint, onChoose, onKey, onPress, onLeave } = listeners;
  const { moved, exactly } = followMouse();
  const inDiagram = (/** @type {MouseEvent} */ event) => cellOfDiagram(diagram, event, exactly(event));
  const inMaps = (/** @type {MouseEvent} */ event) => cellOfMaps(inspector, event, exactly(event));
  for (const element of [diagram.element, inspector.parts.maps]) {
    element.addEventListener("pointermove", moved, { capture: true });
  }
  diagram.element.addEventListener("pointermove", (event) => {
    const place = event.pointerType === "touch" ? null : inDiagram(event); // a finger there scrolls
    if (place) {
      onPoint(place, event.timeStamp);
    }
  });
  inspector.parts.maps.addEventListener("pointermove", (event) => {
    const place = inMaps(event);
    if (place) {
      onPoint(place, event.timeStamp);
    }
  });
  diagram.element.addEventListener(
    "click",
    (event) => {
      const isPointer = event.detail > 0; // else it is a key, or assistive technology
      const stage = diagram.stages.get(stageNameAt(event.target))?.stage;
      const place = isPointer ? inDiagram(event) : null;
      if (place || (!isPointer && stage && onPress(stage))) {
        event.stopPropagation(); // the stage itself would open or close
      }
      if (place) {
        onChoose(place, event.timeStamp);
      }
    },
    { capture: true },
  );
  inspector.parts.maps.addEventListener("click", (event) => {
    const place = inMaps(event);
    if (place) {
      onChoose(place, event.timeStamp);
    }
  });
  diagram.element.addEventListener("keydown", (event) => {
    const stage = diagram.stages.get(stageNameAt(event.target))?.stage;
    if (stage && !event.ctrlKey && !event.metaKey && !event.altKey && onKey(stage, event.key)) {
      event.preventDefault(); // the page would scroll
    }
  });
  for (const element of elsewhere) {
    element.addEventListener("pointerenter", onLeave);
  }
}

/**
 * Where the mouse is to a fraction of a pixel: a click comes with whole coordinates, and on a fine screen those may lie in
 * the cell beside the one that the mouse points at.
 */
function followMouse() {
  const nowhere = { clientX: Number.NaN, clientY: Number.NaN };
  /** @type {Point} */
  let last = nowhere;
  return {
    /** @param {PointerEvent} event */
    moved({ pointerType, clientX, clientY }) {
      last = pointerType === "mouse" ? { clientX, clientY } : nowhere;
    },
    /**
     * @param {MouseEvent} event
     * @returns {Point}
     */
    exactly({ clientX, clientY }) {
      const isThere = Math.abs(clientX - last.clientX) < 1 && Math.abs(clientY - last.clientY) < 1;
      return isThere ? last : { clientX, clientY };
    },
  };
}

/**
 * @param {EventTarget | null} target
 * @returns {string} "" where no stage's maps are
 */
function stageNameAt(target) {
  const button = target instanceof Element ? target.closest(".stage-maps") : null;
  return /** @type {HTMLElement | null} */ (button?.closest(".stage"))?.dataset.stage ?? "";
}

/**
 * @param {Diagram} diagram
 * @param {MouseEvent} event
 * @param {Point} point
 * @returns {Place | null}
 */
function cellOfDiagram(diagram, event, point) {
  const view = diagram.stages.get(stageNameAt(event.target));
  return view ? cellAt(view.canvas, view.layout, view.stage, point) : null;
}

/**
 * @param {Inspector} inspector
 * @param {MouseEvent} event
 * @param {Point} point
 * @returns {Place | null}
 */
function cellOfMaps({ view, maps }, event, point) {
  const figure = event.target instanceof Element ? event.target.closest("figure") : null;
  const map = maps.find((each) => each.figure === figure);
  if (!view || !map) {
    return null;
  }
  const place = cellAt(map.context.canvas, singleMap(view.stage), view.stage, point);
  return place && { ...place, channel: maps.indexOf(map) };
}

/**
 * One of a stage's maps by itself.
 * @param {Stage} stage
 */
export function singleMap(stage) {
  return layOut({ ...stage, shape: [1, ...stage.shape.slice(1)] }, 1);
}

/**
 * The cell under the pointer; between maps the one next to it, beside the maps none.
 * @param {HTMLCanvasElement} canvas
 * @param {Layout} layout
 * @param {Stage} stage
 * @param {Point} point
 * @returns {Place | null}
 */
function cellAt(canvas, layout, stage, { clientX, clientY }) {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const x = ((clientX - left) / width) * layout.width;
  const y = ((clientY - top) / height) * layout.height;
  if (!(x >= 0 && y >= 0 && x < layout.width && y < layout.height)) {
    return null;
  }
  const { columns, count, gap, mapWidth, mapHeight } = layout;
  const [across, down] = [Math.floor(x / (mapWidth + gap)), Math.floor(y / (mapHeight + gap))];
  const channel = down * columns + across;
  if (channel >= count) {
    return null;
  }
  return {
    stage: stage.name,
    channel,
    row: Math.min(mapHeight - 1, Math.floor(y - down * (mapHeight + gap))),
    column: Math.min(mapWidth - 1, Math.floor(x - across * (mapWidth + gap))),
  };
}
