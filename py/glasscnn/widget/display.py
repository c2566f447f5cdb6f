"""A widget's still picture in a notebook, which follows the drawing: an output of its own beside the widget's."""

from uuid import uuid4

from IPython import get_ipython
from IPython.display import display


class Display:
    """The output with the still picture. Where there is no Jupyter kernel, nothing happens."""

    def __init__(self) -> None:
        self.name = uuid4().hex
        self.is_shown = False

    def show_still(self, still: str) -> None:
        """Display the picture; the widget hides it while it is shown itself."""
        if hasattr(get_ipython(), "kernel"):
            self.is_shown = True
            display(bundle(still), raw=True, display_id=self.name)

    def update_still(self, still: str) -> None:
        """Replace the picture wherever it is displayed, and so in the saved notebook."""
        if self.is_shown:
            display(bundle(still), raw=True, display_id=self.name, update=True)


def bundle(still: str) -> dict[str, str]:
    """The picture as an output."""
    return {"text/html": still, "text/plain": "The drawing, as a still picture"}
