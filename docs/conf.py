"""The documentation's settings: `make docs` builds it with Sphinx. No page refers to another host."""

import sys
from pathlib import Path

PROJECT = Path(__file__).parents[1]
sys.path[:0] = [str(PROJECT), str(PROJECT / "py")]

import glasscnn  # noqa: E402

project = "glasscnn"
author = "the glasscnn authors"
release = glasscnn.__version__
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "export_tools.documentation.extension"]
source_suffix = {".md": "markdown"}
default_role = "code"  # docstrings have Markdown's backticks

myst_heading_anchors = 4
myst_enable_extensions = ["attrs_inline"]
suppress_warnings = ["myst.header"]

autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 80
add_module_names = True
toc_object_entries_show_parents = "hide"

html_theme = "furo"
html_title = "glasscnn"
html_static_path = ["static"]
html_css_files = ["documentation.css"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
