"""Does what the page does at its start, to import all modules it needs. Runs inside Pyodide, at build time."""

import traceback


def exercise_page(model: bytes) -> None:
    """Load a model, read ink centred and as drawn, read an image, explain a cell, and load a model that is refused."""
    from glasscnn.bridge import Session
    from glasscnn.errors import ModelError

    session = Session()
    session.load_model(model, "default")
    session.ink[:3] = (40, 40), (200, 60), (90, 240)
    session.stroke_lengths[:1] = 3
    session.read_ink(1, 280.0, 20.0, centre=True)
    session.read_ink(1, 280.0, 20.0, centre=False)
    session.read_image()
    for question in ("cell", "field"):
        session.ask(question, '{"stage": "conv1", "channel": 0, "row": 14, "column": 14}')
    try:
        session.load_model(b"not a model", "broken")
    except ModelError:
        traceback.format_exc()
