"""The limits of a model, most of them checked by arithmetic, before anything is allocated or run."""

LARGEST_FILE = 64 * 2**20
"""Bytes of a model file, and of all its entries unpacked."""

LARGEST_ENTRIES = 4_096
"""Arrays in a model file."""

LARGEST_HEADER = 256
"""Bytes that describe an array: NumPy writes 118, and thousands can nest so deeply that they crash an interpreter."""

LARGEST_GRAPH = 2 * 2**20
"""Bytes of JSON."""

MAX_DEPTH = 100
"""Nested brackets in JSON: in WebAssembly, thousands of them crash the interpreter."""

MAX_NODES = 2_000
"""Nodes of a graph."""

MAX_STAGES = 100
"""Stages, each with a place of its own in the page's diagram; the importer chooses at most 16."""

MAX_CLASSES = 30_000
"""Classes of a graph; ImageNet has 1,000, and 21,841 in its largest version."""

MAX_NAME = 400
"""Characters in the name of a node, which some converters make of all modules around it."""

MAX_TITLE = 200
"""Characters in a title, and in the name of a model, a stage or a class: what the page shows in a line."""

MAX_DESCRIPTION = 10_000
"""Characters in a description."""

MAX_INPUTS = 64
"""Inputs of a node: `add` and `concat` take several."""

MAX_LENGTH = 4_096
"""Cells of a kernel, stride, dilation or padding along one axis."""

MAX_GROUPS = 65_536
"""Groups of channels of a convolution."""

MAX_SIDE = 65_536
"""Rows and columns of a map: windows have tables with an entry for each."""

LARGEST_ELEMENTS = 50_000_000
"""Numbers that all nodes together put out for one image (200 MB)."""

LARGEST_BUFFERS = 150_000_000
"""Numbers that all nodes together keep beside their outputs, such as the cells under windows (600 MB)."""

LARGEST_WORK = 50_000_000_000
"""Multiply-adds for one image: the largest networks for ImageNet take 20 billion, a browser 1 to 3 billion a second."""
