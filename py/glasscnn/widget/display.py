"""A widget's still picture in a notebook, which follows the drawing: an output of its own beside the widget's."""

from typing import Any
from uuid import uuid4

from IPython import get_ipython
from IPython.display import publish_display_data


class Display:
    """The output with the still picture. Where there is no Jupyter kernel, nothing happens."""

    def __init__(self) -> None:
        self.name = uuid4().hex
        self.is_shown = False

    def show_still(self, still: str) -> None:
        """Display the picture; the widget hides it while it is shown itself."""
        if hasattr(get_ipython(), "kernel"):
            self.is_shown = True
            self._publish(still, update=False)

    def update_still(self, still: str) -> None:
        """Replace the picture wherever it is displayed, and so in the saved notebook."""
        if self.is_shown:
            self._publish(still, update=True)

    def _publish(self, still: str, update: bool) -> None:
        data = {"text/html": still, "text/plain": "The drawing, as a still picture"}
        publish: Any = publish_display_data  # it has no types
        publish(data, transient={"display_id": self.name}, update=update)
