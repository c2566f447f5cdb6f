"""`jupyter nbconvert --to glasscnn notebook.ipynb`: HTML in which the widgets' pictures open the page, offline, too.

The page is in the document once, whatever the number of its pictures; the document is 13 MB larger for it. Plain
`--to html` gives a small document, whose pictures look for a file glasscnn.html beside it.
"""

from copy import deepcopy
from typing import Any

from nbconvert.exporters import HTMLExporter

from glasscnn.notebook import frame
from glasscnn.notebook_page import page

STILL = "data-glasscnn-still"
VIEW = "application/vnd.jupyter.widget-view+json"


class GlasscnnExporter(HTMLExporter):  # type: ignore[misc]  # nbconvert has no types
    """HTML with the page in it, if a widget is in the notebook."""

    export_from_notebook = "HTML with glasscnn in it"

    def from_notebook_node(self, nb: Any, resources: Any = None, **options: Any) -> tuple[str, Any]:
        """The document, and nbconvert's resources."""
        document, resources = super().from_notebook_node(without_views(nb), resources, **options)
        if STILL in document:
            before, end, after = document.rpartition("</body>")
            template = f'<template id="glasscnn-page">{frame(page(), "glasscnn", 760)}</template>'
            document = before + template + end + after
        return document, resources


def without_views(notebook: Any) -> Any:
    """A copy of the notebook without the outputs that need a kernel, where there is a still picture beside them."""
    copy = deepcopy(notebook)
    for cell in copy.cells:
        outputs = cell.get("outputs", [])
        if any(STILL in output.get("data", {}).get("text/html", "") for output in outputs):
            cell.outputs = [output for output in outputs if VIEW not in output.get("data", {})]
    return copy
