"""The icons of the installed page, a seven on a dark pad, drawn at build time so that the repository holds no PNG.

The drawing is the one in web/icon.svg, on the same grid of 28 × 28.
"""

from io import BytesIO

from PIL import Image, ImageDraw

GRID = 28
SEVEN = [(8.0, 8.0), (20.0, 8.0), (13.0, 21.0)]
STROKE, CORNER = 3.0, 6.0
PAPER, INK = "#0a0a12", "#f4b860"
SAFE_ZONE = 0.8  # of a maskable icon's width: the margin may be cut off
SUPERSAMPLING = 4  # drawn larger by this factor, then reduced, for smooth edges


def make_icons() -> dict[str, bytes]:
    """The PNG files that web/manifest.webmanifest lists, by name."""
    return {
        "icon-192.png": icon(192),
        "icon-512.png": icon(512),
        "icon-maskable-512.png": icon(512, scale=SAFE_ZONE, corner=0.0),
    }


def icon(size: int, scale: float = 1.0, corner: float = CORNER) -> bytes:
    """A square PNG; `scale` is the drawing's share of the width, `corner` the paper's radius on the grid."""
    unit = size * SUPERSAMPLING / GRID
    picture = Image.new("RGBA", (size * SUPERSAMPLING, size * SUPERSAMPLING))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((0, 0, size * SUPERSAMPLING - 1, size * SUPERSAMPLING - 1), radius=corner * unit, fill=PAPER)
    points = [tuple((GRID / 2 + (value - GRID / 2) * scale) * unit for value in point) for point in SEVEN]
    radius = STROKE / 2 * scale * unit
    pen.line(points, fill=INK, width=round(2 * radius))
    for x, y in points:
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=INK)
    file = BytesIO()
    picture.resize((size, size), Image.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    return file.getvalue()
