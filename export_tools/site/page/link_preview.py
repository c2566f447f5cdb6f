"""What a link to the page unfolds to, in a chat or a course system: title, sentence and picture, or the page itself.

Open Graph (ogp.me) and oEmbed 1.0 (oembed.com) want absolute addresses, so the site's must be known when it is built.
"""

import html
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

from export_tools.errors import ToolError

PICTURE = "preview.png"
PICTURE_SIZE = (1200, 630)
"""In pixels: what the services cut pictures of links to."""
OEMBED = "oembed.json"
FRAME = "index.html?fit=box"
FRAME_SIZE = (960, 480)
END_OF_TITLE = re.compile(rb"</title>\n")


def add_link_preview(entries: dict[str, bytes], address: str, picture: bytes) -> None:
    """Add the picture and oembed.json to a site's entries, and to index.html the metadata that name them.

    Args:
        entries: the files at the root of the site, by name.
        address: of the site's folder, such as `https://course.example/glasscnn/`.
        picture: a PNG of `PICTURE_SIZE`.

    Raises:
        ToolError: if the address is not that of a folder, with https or http.
    """
    home = checked(address)
    page = entries["index.html"].decode("utf-8")
    title, description = found(r"<title[^>]*>(.+?)</title>", page), found(r'name="description" content="(.+?)"', page)
    entries["index.html"] = END_OF_TITLE.sub(
        lambda match: match[0] + metadata(home, title, description).encode(), entries["index.html"], count=1
    )
    entries[PICTURE] = picture
    entries[OEMBED] = (json.dumps(oembed(home, html.unescape(title)), indent=2, ensure_ascii=False) + "\n").encode()


def checked(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("https", "http") or not parts.netloc or not address.endswith("/") or parts.query:
        raise ToolError(
            f"address: expected that of the site's folder, such as https://course.example/glasscnn/, got {address!r}"
        )
    return address


def found(pattern: str, page: str) -> str:
    match = re.search(pattern, page)
    if match is None:
        raise ToolError(f"index.html: {pattern} is not there, which a link's preview needs")
    return match[1]


def metadata(home: str, title: str, description: str) -> str:
    """The elements for the head of index.html; title and description are HTML already."""
    width, height = PICTURE_SIZE
    address = html.escape(home)
    properties = {
        "og:type": "website",
        "og:title": title,
        "og:description": description,
        "og:url": address,
        "og:image": f"{address}{PICTURE}",
        "og:image:width": str(width),
        "og:image:height": str(height),
        "og:image:alt": "A drawn digit, the feature maps of the network that reads it, and its answer",
    }
    lines = [f'<meta property="{name}" content="{value}" />' for name, value in properties.items()]
    lines.append('<meta name="twitter:card" content="summary_large_image" />')
    lines.append(f'<link rel="alternate" type="application/json+oembed" href="{address}{OEMBED}" title="{title}" />')
    return "".join(f"    {line}\n" for line in lines)


def oembed(home: str, title: str) -> dict[str, str | int]:
    """The answer to whoever asks how to embed the page: one for every address, since the site has no server."""
    width, height = FRAME_SIZE
    source = html.escape(f"{home}{FRAME}")
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": "glasscnn",
        "provider_url": home,
        "width": width,
        "height": height,
        "html": f'<iframe src="{source}" title="{html.escape(title)}" width="{width}" height="{height}" '
        'allow="clipboard-write; camera" loading="lazy"></iframe>',
        "thumbnail_url": f"{home}{PICTURE}",
        "thumbnail_width": PICTURE_SIZE[0],
        "thumbnail_height": PICTURE_SIZE[1],
    }


def read_picture(project: Path) -> bytes:
    """The picture that `make pictures` takes."""
    return (project / "docs" / PICTURE).read_bytes()
