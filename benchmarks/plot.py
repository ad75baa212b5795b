"""The measurements as one picture: a panel of bars for each, written as SVG by hand."""

from collections.abc import Iterator
from html import escape
from typing import Final

from .figures import Bar, Table

_WIDTH, _COLUMNS, _MARGIN, _GAP = 1080, 2, 28, 28
_PANEL = (_WIDTH - 2 * _MARGIN - (_COLUMNS - 1) * _GAP) // _COLUMNS
_HEAD, _ROW, _BAR, _FOOT = 44, 24, 15, 16
_LABEL, _VALUE = 184, 112
_TITLE = 74

_STYLE: Final = """
  text { font: 13px system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; }
  .title { font-size: 21px; font-weight: 600; fill: #16202e; }
  .about, .unit { fill: #5d6b7d; }
  .head { font-size: 14px; font-weight: 600; fill: #16202e; }
  .name { fill: #3b4859; text-anchor: end; }
  .value { fill: #3b4859; }
  .ours { font-weight: 600; fill: #0b5fa5; }
"""
_OURS, _OTHERS, _BASE, _CARD = "#1879c9", "#c3ccd8", "#8896a8", "#f6f8fa"


def plot(tables: list[Table], about: str) -> str:
    """Draw the tables; ``about`` is the line below the title."""
    bottoms = [_TITLE] * _COLUMNS
    panels: list[str] = []
    for table in tables:
        column = bottoms.index(min(bottoms))
        panels += _panel(table, _MARGIN + column * (_PANEL + _GAP), bottoms[column])
        bottoms[column] += _height(table) + _GAP // 2
    height = max(bottoms) + _MARGIN // 2
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">',
            f"<style>{_STYLE}</style>",
            f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
            _text(_MARGIN, 36, "title", "What a call, an import and a generation cost"),
            _text(_MARGIN, 58, "about", about),
            *panels,
            "</svg>\n",
        ]
    )


def _height(table: Table) -> int:
    return _HEAD + _ROW * len(table.bars) + _FOOT


def _panel(table: Table, x: int, y: int) -> Iterator[str]:
    better = "more is better" if table.more_is_better else "less is better"
    longest = max(bar.value for bar in table.bars)
    yield (
        f'<rect x="{x}" y="{y}" width="{_PANEL}" height="{_height(table)}" rx="8" fill="{_CARD}"/>'
    )
    yield _text(x + 16, y + 26, "head", table.title)
    yield _text(x + _PANEL - 16, y + 26, "unit", f"{table.unit}, {better}", anchor="end")
    for row, bar in enumerate(table.bars):
        yield from _bar(table, bar, x, y + _HEAD + row * _ROW, bar.value / longest)


def _bar(table: Table, bar: Bar, x: int, y: int, share: float) -> Iterator[str]:
    own = " ours" if bar.is_ours else ""
    color = _OURS if bar.is_ours else _BASE if bar.name == table.base else _OTHERS
    width = max(2.0, share * (_PANEL - _LABEL - _VALUE - 16))
    middle = y + _BAR - 3
    yield _text(x + _LABEL - 8, middle, f"name{own}", bar.name)
    yield (
        f'<rect x="{x + _LABEL}" y="{y}" width="{width:.1f}" height="{_BAR}" rx="3" '
        f'fill="{color}"/>'
    )
    shown = f"{bar.text} · {bar.ratio:.2f} x" if bar.name != table.base else bar.text
    yield _text(round(x + _LABEL + width + 7), middle, f"value{own}", shown)


def _text(x: int, y: int, kind: str, text: str, *, anchor: str = "") -> str:
    end = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x}" y="{y}" class="{kind}"{end}>{escape(text)}</text>'
