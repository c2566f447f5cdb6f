"""`python -m tests.colour_vision` draws every colormap as it is seen with each kind of colour vision."""

from PIL import Image

from tests.colour_vision.strips import HERE, TABLES, strips

for name in TABLES:
    Image.fromarray(strips(name)).save(HERE / f"{name}.png", optimize=True)
