"""What the README shows: one picture of the page, and a recording of a visit."""

import io
import math
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, expect

from tests.browser.support.cells import AT_REST, Place, centre, explained, leave_the_maps, pin
from tests.browser.support.visitor import PAD_SIZE, Visitor, sample_digits
from tests.pictures.camera import Camera

WIDTH = 960  # of the recording
SCREEN = (1280, 720)  # of the visit that is recorded
PICTURE = (1440, 1080)
READ = 1200  # milliseconds to read what has appeared
CELLS = Place("conv2", 4, 6, 18), Place("conv2", 3, 11, 19)  # on the stroke of the 2
SHAPE = (10, 28, 28)
MOST_AIMS = 4  # until the pointer is on a cell


def take_picture(visitor: Visitor, path: Path) -> None:
    """A drawn 7, all stages of GAP-10, and the cell of the README's example with its arithmetic."""
    visitor.use_model("gap10")
    visitor.draw([[(60.0, 60.0), (220.0, 60.0), (120.0, 240.0)]])
    expect(visitor.part("prediction")).to_have_text("7")
    pin(visitor, Place("conv2", 6, 9, 3), (10, 28, 28))
    save_screen(visitor, path)


def take_preview(visitor: Visitor, path: Path) -> None:
    """What a link to the page unfolds to: pad, network and answer, in a box of the picture's size."""
    visitor.choose("layers-all")
    visitor.draw([[(60.0, 60.0), (220.0, 60.0), (120.0, 240.0)]])
    expect(visitor.part("prediction")).to_have_text("7")
    save_screen(visitor, path)


def save_screen(visitor: Visitor, path: Path) -> None:
    visitor.page.evaluate("scrollTo(0, 0)")
    visitor.page.mouse.move(0, 0)
    picture = Image.open(io.BytesIO(visitor.page.screenshot())).convert("RGB")
    picture.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)  # half the size, and looks the same


def record_visit(visitor: Visitor) -> Camera:
    """The example, a drawing, a cell, why this digit, the network in depth, another model: about 20 seconds."""
    camera, pad = Camera(visitor, WIDTH), visitor.part("pad")
    camera.take(READ)
    draw_a_2(visitor, camera)
    camera.take(READ)
    leave_the_maps(visitor)
    for cell in CELLS:
        approach(visitor, camera, cell)
        explained(visitor, cell, SHAPE, "cell-card")
        camera.take(READ)
    camera.click()
    explained(visitor, CELLS[-1], SHAPE)
    camera.take(READ)
    camera.move_to(visitor.part("cell-pin"))
    camera.click()
    open_evidence(visitor, camera)
    camera.scroll_to(pad, 80)
    look_in_depth(visitor, camera)
    camera.move_to(visitor.part("model-picker"))
    for model in ("gap10", "resmini"):
        visitor.use_model(model)
        expect(visitor.part("prediction")).not_to_have_text("–")
        camera.take(READ)
    return camera


def draw_a_2(visitor: Visitor, camera: Camera) -> None:
    strokes = sample_digits()[2]
    x, y = strokes[0][0]
    camera.move_to(visitor.part("pad"), (x / PAD_SIZE, y / PAD_SIZE), 8)
    camera.draw(strokes, every=3)
    expect(visitor.part("prediction")).to_have_text("2")


def approach(visitor: Visitor, camera: Camera, cell: Place) -> None:
    """Move to a cell as a hand does: if its stage is enlarged on the way, go on to where the cell is then."""
    there = centre(visitor, cell, SHAPE)
    camera.move(*there, 10)
    for _ in range(MOST_AIMS):
        visitor.page.evaluate(AT_REST)
        there, before = centre(visitor, cell, SHAPE), there
        if math.dist(there, before) < 1:
            break
        camera.move(*there, 4)


def open_evidence(visitor: Visitor, camera: Camera) -> None:
    tab = visitor.part("tab-evidence")
    camera.scroll_to(tab, SCREEN[1] - 120, 4)
    camera.move_to(tab)
    camera.click()
    expect(visitor.part("evidence-sum-0")).to_contain_text("logit")
    show(camera, visitor.part("evidence"))


def look_in_depth(visitor: Visitor, camera: Camera) -> None:
    """Show the panes one behind the other, turn them, and lay them flat again."""
    switch = visitor.part("depth")
    camera.move_to(switch)
    camera.click()
    expect(switch).to_have_text("Flat")
    camera.take(READ // 2)
    camera.move_to(visitor.page.locator("#diagram"), (0.5, 0.85))
    camera.page.mouse.down()
    camera.move_to(visitor.page.locator("#diagram"), (0.43, 0.72), 12)
    camera.page.mouse.up()
    camera.take(READ // 2)
    camera.move_to(switch)
    camera.click()
    expect(switch).to_have_text("In depth")


def show(camera: Camera, element: Locator) -> None:
    """Scroll so far that an element is in sight, and give time to look at it."""
    size, box = camera.page.viewport_size, element.bounding_box()
    assert size is not None
    assert box is not None
    if box["y"] + box["height"] > size["height"]:
        camera.scroll_to(element, max(60, size["height"] - box["height"] - 10))
    camera.take(READ)
