"""The kinds of photos: what people hold in front of a camera. The same seed gives the same photo."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tests.photos import scene
from tests.photos.handwriting import Digit
from tests.photos.scene import Photo, Sheet

PLAIN = ("plain", "ruled", "squared", "pencil", "soft shadow", "dark screen")
HARD = ("hard shadow", "table", "wood", "cloth", "two edges", "shadow on a table", "pencil on squares", "two digits")
KINDS = PLAIN + HARD

PENS = ((0.10, 0.13, 0.45), (0.08, 0.08, 0.10), (0.65, 0.08, 0.10), (0.05, 0.30, 0.15), (0.15, 0.12, 0.30))
"""Colours of ball pens and markers."""


@dataclass(frozen=True)
class Recipe:
    """How a kind differs from blank paper that fills the photo."""

    ruling: str = ""  # "", "lines" or "squares"
    pencil: bool = False
    screen: bool = False
    background: str = ""  # "": the sheet fills the photo
    edges: str = "all"  # edges of the sheet that are in sight on a background: "all" or "two"
    shadow: str = ""  # "", "soft" or "hard"
    digits: int = 1


RECIPES = {
    "plain": Recipe(),
    "ruled": Recipe(ruling="lines"),
    "squared": Recipe(ruling="squares"),
    "pencil": Recipe(pencil=True),
    "soft shadow": Recipe(shadow="soft"),
    "dark screen": Recipe(screen=True),
    "hard shadow": Recipe(shadow="hard"),
    "table": Recipe(background="table_top"),
    "wood": Recipe(background="wood"),
    "cloth": Recipe(background="cloth"),
    "two edges": Recipe(background="any", edges="two"),
    "shadow on a table": Recipe(background="any", shadow="hard"),
    "pencil on squares": Recipe(ruling="squares", pencil=True),
    "two digits": Recipe(digits=2),
}
BACKGROUNDS = ("table_top", "wood", "cloth")


def make_photo(kind: str, digits: Sequence[Digit], seed: int) -> Photo:
    """A photo of this kind with the first of these digits on it, or the first two, where the kind has two; or none."""
    recipe, random = RECIPES[kind], np.random.default_rng([seed, KINDS.index(kind)])
    sheet = scene.dark_screen(random) if recipe.screen else scene.blank_sheet(random)
    if recipe.ruling:
        scene.rule(sheet, random, squared=recipe.ruling == "squares")
    written = list(digits[: recipe.digits])
    write_all(sheet, written, recipe, random)
    corners, background = placed(recipe, random)
    picture, boxes = scene.view(sheet, corners, background)
    return Photo(scene.take(picture * light(recipe, boxes, random), random), [digit.label for digit in written], boxes)


def write_all(sheet: Sheet, digits: Sequence[Digit], recipe: Recipe, random: np.random.Generator) -> None:
    """Write digits side by side near the middle of the sheet, all with one pen."""
    width, height = scene.SHEET
    share = random.uniform(0.28, 0.5) if len(digits) == 1 else random.uniform(0.18, 0.26)
    side = share * width
    pen = random.uniform(4, 7) if recipe.pencil else random.uniform(4, 11)
    if recipe.screen:
        colour, alpha, pen = np.array(random.uniform(0.75, 1, 3)), 1.0, random.uniform(7, 16)
    elif recipe.pencil:
        colour, alpha = np.full(3, random.uniform(0.25, 0.42)), random.uniform(0.6, 0.85) * scene.pencil_grain(random)
    else:
        colour, alpha = np.array(PENS[random.integers(len(PENS))]), random.uniform(0.85, 1)
    middle = np.array([width, height]) / 2 + random.uniform(-0.07, 0.07, 2) * (width, height)
    step = side * random.uniform(1.25, 1.7)
    for index, digit in enumerate(digits):
        extent = np.concatenate(digit.strokes).max(axis=0) * side
        centre = middle + np.array([(index - (len(digits) - 1) / 2) * step, 0])
        scene.write(sheet, digit, (*(centre - extent / 2), side), pen, colour, alpha)


def placed(recipe: Recipe, random: np.random.Generator) -> tuple[scene.Points, scene.Colours]:
    """The corners of the sheet in the photo, and what lies around it."""
    width, height = scene.PICTURE
    if not recipe.background:
        return scene.corners_around(random, -0.22, -0.10, 6), np.zeros((height, width, 3))
    name = BACKGROUNDS[random.integers(3)] if recipe.background == "any" else recipe.background
    corners = scene.corners_around(random, 0.05, 0.16, 9)
    if recipe.edges == "two":
        away = np.array([random.choice([-0.28, 0.28]) * width, random.choice([-0.28, 0.28]) * height])
        middle = np.array([width, height]) / 2
        corners = (scene.corners_around(random, 0.02, 0.08, 6) - middle) * 1.35 + middle + away * 0.75
    return corners, getattr(scene, name)(random)


def light(recipe: Recipe, boxes: Sequence[tuple[float, ...]], random: np.random.Generator) -> scene.Colours:
    """Light that falls off, and the shadow, whose edge passes near the digit."""
    lit = scene.gradient(random, random.uniform(0.5, 0.9))
    if recipe.shadow:
        width, height = scene.PICTURE
        left, top, right, bottom = boxes[0] if boxes else (0.3 * width, 0.3 * height, 0.7 * width, 0.7 * height)
        through = (random.uniform(left - 40, right + 40), random.uniform(top - 40, bottom + 40))
        blur = random.uniform(18, 50) if recipe.shadow == "soft" else random.uniform(0.7, 3.5)
        lit = lit * scene.shadow(random, blur, random.uniform(0.35, 0.65), through)
    return lit
