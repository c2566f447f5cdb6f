"""Contrast as it is painted: the colour of each text or mark against the pixels behind it.

The ratio is that of WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.
"""

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image
from playwright.sync_api import Page

Floats = npt.NDArray[np.float64]

# Texts and marks in sight, each with its colour (RGBA, 0…255 and 0…1) and its boxes in pixels of the page.
FOREGROUNDS = """() => {
  const painter = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const colourOf = (text) => {
    painter.clearRect(0, 0, 1, 1);
    painter.fillStyle = text;
    painter.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = painter.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const inSight = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    && !element.closest(":disabled, [aria-disabled=true], .hidden, .left-out, [inert]");
  const opacityOf = (element) => element ? getComputedStyle(element).opacity * opacityOf(element.parentElement) : 1;
  const boxesOf = (rectangles) => [...rectangles].filter(({ width, height }) => width > 1 && height > 1)
    .map(({ x, y, width, height }) => [x + scrollX, y + scrollY, width, height]);
  const isTop = (element, [x, y, width, height]) => {
    const top = document.elementFromPoint(x - scrollX + width / 2, y - scrollY + height / 2);
    return top && (element.contains(top) || top.contains(element));
  };
  const found = [];
  const note = (kind, name, element, colour, rectangles) => {
    const boxes = boxesOf(rectangles).filter((box) => isTop(element, box));
    const [r, g, b, a] = colourOf(colour);
    if (boxes.length > 0) found.push({ kind, name, colour: [r, g, b, a * opacityOf(element)], boxes });
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    if (!data.trim() || !inSight(parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const style = getComputedStyle(parentElement);
    note("text", data.trim(), parentElement, parentElement instanceof SVGElement ? style.fill : style.color,
      range.getClientRects());
  }
  for (const shape of document.querySelectorAll(":is(button:not(.stage-maps), summary) svg *")) {
    if (!inSight(shape) || shape.childElementCount > 0) continue;
    const { stroke, fill } = getComputedStyle(shape);
    const button = shape.closest("button, summary");
    note("mark", (button.getAttribute("aria-label") ?? button.textContent).trim(), shape,
      stroke === "none" ? fill : stroke, shape.getClientRects());
  }
  return found;
}"""

# Removes texts and icons and leaves what is behind them. A constructed sheet is within the page's policy.
HIDE = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { transition: none !important; animation: none !important; }
    *, *::before, *::after, *::placeholder { color: transparent !important; text-shadow: none !important;
      caret-color: transparent !important; text-decoration-color: transparent !important; }
    svg text, button svg *, summary svg * { fill: transparent !important; stroke: transparent !important; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
SHOW = "() => { document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1); }"


@dataclass(frozen=True)
class Contrast:
    """A text or mark with the contrast to the pixels behind it."""

    kind: str
    name: str
    ratio: float


def contrasts(page: Page) -> list[Contrast]:
    """The contrast of each text and icon in the window, against the pixels behind it that are closest to its colour."""
    found: list[dict[str, Any]] = page.evaluate(FOREGROUNDS)
    scroll_x, scroll_y = page.evaluate("[scrollX, scrollY]")
    page.evaluate(HIDE)
    try:
        behind = np.asarray(Image.open(io.BytesIO(page.screenshot(scale="css"))).convert("RGB"), dtype=np.float64)
    finally:
        page.evaluate(SHOW)
    result = []
    for item in found:
        pixels = [inside(behind, box, scroll_x, scroll_y) for box in item["boxes"]]
        ground = np.concatenate(pixels)  # (pixels, 3)
        if len(ground):
            *colour, alpha = item["colour"]
            painted = alpha * np.array(colour) + (1 - alpha) * ground
            ratios = contrast(painted, ground)
            # a box may touch a border or a neighbour; a twentieth of it does not make a text unreadable
            result.append(Contrast(item["kind"], item["name"][:60], float(np.percentile(ratios, 5))))
    return result


def inside(picture: Floats, box: list[float], scroll_x: float, scroll_y: float) -> Floats:
    """The pixels of a box that are in the picture, (pixels, 3)."""
    x, y, width, height = box
    left, top = max(0, round(x - scroll_x)), max(0, round(y - scroll_y))
    right, bottom = max(0, round(x - scroll_x + width)), max(0, round(y - scroll_y + height))
    return picture[top:bottom, left:right].reshape(-1, 3)


def contrast(one: Floats, other: Floats) -> Floats:
    """The contrast ratio of colours, (…, 3) in 0…255: (L₁ + 0.05) / (L₂ + 0.05) with the lighter one above."""
    lights = np.stack([luminance(one), luminance(other)])
    return (lights.max(axis=0) + 0.05) / (lights.min(axis=0) + 0.05)


def luminance(colour: Floats) -> Floats:
    """The relative luminance of sRGB colours, (…, 3) in 0…255; 0…1."""
    share = colour / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])
