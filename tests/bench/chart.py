"""Draws the results as labelled bars, with colours for light and dark pages."""

import statistics
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tests.bench.report import Results

WIDTH, LABELS, BAR, LINE = 760, 270, 14, 24
ROOM = WIDTH - LABELS - 120  # for the longest bar; its number stands behind it

STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .title { font-weight: 600 } .note { fill: #57606a; font-size: 11px } .number { font-variant-numeric: tabular-nums }
  .ours { fill: #0b7285 } .theirs { fill: #adb5bd } .faint { opacity: .55 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .note { fill: #8b949e } .ours { fill: #3bc9db } .theirs { fill: #5c636a }
  }
"""


@dataclass(frozen=True)
class Bar:
    """A row of the chart; `second` is a fainter bar below the first."""

    label: str
    value: float
    text: str
    ours: bool
    second: float | None = None

    @property
    def longest(self) -> float:
        """The longer of both bars."""
        return max(self.value, self.second or 0)


def draw_chart(results: Results) -> str:
    """The chart as SVG."""
    panels = [
        ("One answer, milliseconds (× ONNX Runtime Web)", inference_bars(results)),
        ("Navigation → first prediction, seconds: first visit, and second visit below it", boot_bars(results)),
    ]
    parts: list[str] = []
    y = 10
    for title, bars in panels:
        if bars:
            y += 20
            parts.append(text(8, y, title, "title"))
            for bar in bars:
                parts += draw_bar(bar, y + 12, max(other.longest for other in bars))
                y += LINE
            y += 16
    y += 8
    note = f"{results.date:%d %B %Y}, medians of one interleaved run in headless Chromium; shorter is better"
    parts.append(text(8, y, note, "note"))
    lines = "\n".join(f"  {part}" for part in parts)
    height = y + 10
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label="How fast glasscnn answers and starts, against other runtimes">\n'
        f"  <style>{STYLE}  </style>\n{lines}\n</svg>\n"
    )


def inference_bars(results: Results) -> list[Bar]:
    """gap10 on every contender, the fastest first."""
    middle = {row.entry.key: statistics.median(row.milliseconds) for row in results.inference}
    rows = [row for row in results.inference if row.entry.model == "gap10" and row.entry.key != "ort_stroke"]
    rows.sort(key=lambda row: middle[row.entry.key])
    peer = middle.get("ort")
    return [
        Bar(
            row.entry.title,
            middle[row.entry.key],
            f"{middle[row.entry.key]:.2f}" + (f"  ({middle[row.entry.key] / peer:.1f} ×)" if peer else ""),
            row.entry.title.startswith("glasscnn"),
        )
        for row in rows
    ]


def boot_bars(results: Results) -> list[Bar]:
    """First and second visits, the fastest first."""
    bars = []
    for boot in results.boots:
        cold, warm = statistics.median(boot.cold), statistics.median(boot.warm)
        ours = boot.visit.title.startswith("glasscnn")
        bars.append(Bar(boot.visit.title, cold, f"{cold:.2f} / {warm:.2f}", ours, warm))
    return sorted(bars, key=lambda bar: bar.value)


def draw_bar(bar: Bar, y: float, longest: float) -> list[str]:
    """Label, bar or bars, number."""
    kind = "ours" if bar.ours else "theirs"
    length, reach = ROOM * bar.value / longest, ROOM * bar.longest / longest
    height = BAR if bar.second is None else BAR / 2 - 0.5
    parts = [text(LABELS - 8, y + 11, bar.label, "label", "end"), rectangle(LABELS, y, length, height, kind)]
    if bar.second is not None:
        parts.append(rectangle(LABELS, y + height + 1, ROOM * bar.second / longest, height, f"{kind} faint"))
    return [*parts, text(LABELS + max(reach, 2) + 6, y + 11, bar.text, "number")]


def rectangle(x: float, y: float, width: float, height: float, kind: str) -> str:
    """A bar of at least visible width."""
    return f'<rect class="{kind}" x="{x:g}" y="{y:g}" width="{max(width, 1):.1f}" height="{height:g}"/>'


def text(x: float, y: float, words: str, kind: str, anchor: str = "start") -> str:
    """A line of text."""
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
