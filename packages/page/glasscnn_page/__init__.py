"""The page that `glasscnn.show` displays, as one HTML file: 12 MB, with Python, NumPy and the models in it."""

from pathlib import Path

PAGE = Path(__file__).with_name("glasscnn.html")
SHA256 = PAGE.with_name("glasscnn.html.sha256")
