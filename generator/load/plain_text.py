"""HTML in descriptions, as the plain text that docstrings are made of.

Descriptions are Markdown, in which HTML is allowed. Tags that are not HTML (``<account id>``) and
code stay as they are.
"""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

_BLANK = "\n\n"
# What stands for the start and for the end of an element.
_MARKS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("p", "div", "section", "table", "blockquote", "dl"), (_BLANK, _BLANK)),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), (_BLANK, _BLANK)),
    **dict.fromkeys(("a", "b", "strong", "em", "i", "u", "span", "small", "sup", "sub"), ("", "")),
    **dict.fromkeys(("thead", "tbody"), ("", "")),
    **dict.fromkeys(("code", "tt", "kbd"), ("`", "`")),
    "pre": (f"{_BLANK}```\n", f"\n```{_BLANK}"),
    "br": ("\n", ""),
    "hr": (_BLANK, ""),
    "tr": ("\n", ""),
    "td": ("", " "),
    "th": ("", " "),
    "dt": ("\n", ":"),
    "dd": (" ", ""),
}
_LISTS = frozenset({"ul", "ol"})
_NAMES = "|".join([*_MARKS, *_LISTS, "li"])
_TAG = re.compile(rf"</?({_NAMES})(\s[^<>]{{0,2000}})?/?>", re.IGNORECASE)
_CODE = re.compile(r"(```.*?```|~~~.*?~~~|`[^`]*`)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SPACE = re.compile(r"[ \t]*\n[ \t]*(?=\n|$)")
_LINES = re.compile(r"\n{3,}")


def plain_text(text: str) -> str:
    """Return a description without HTML; one that has none is returned as it is."""
    if not any(_TAG.search(part) for part in _CODE.split(text)[::2]):
        return text
    reader = _Reader()
    for index, part in enumerate(_CODE.split(text)):
        if index % 2:
            reader.parts.append(part)
        else:
            reader.feed(_tags_only(part))
    reader.close()
    return _LINES.sub(_BLANK, _SPACE.sub("\n", "".join(reader.parts))).strip()


def _tags_only(text: str) -> str:
    """Remove comments; escape all that is no tag: of what is broken, the parser makes a lot."""
    if "-->" in text:
        text = _COMMENT.sub("", text)
    found, end = list[str](), 0
    for tag in _TAG.finditer(text):
        found += [text[end : tag.start()].replace("<", "&lt;"), tag[0]]
        end = tag.end()
    return "".join([*found, text[end:].replace("<", "&lt;")])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._lists: list[int | None] = []
        self._address = ""
        self._label = 0

    def handle_data(self, data: str) -> None:
        if not (self._lists and data.isspace()):
            self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LISTS:
            self.parts.append("\n" if self._lists else _BLANK)
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            if self.parts and self.parts[-1].strip():
                self.parts[-1] = self.parts[-1].rstrip()
            self.parts.append(f"\n{self._bullet()} ")
        else:
            self.parts.append(_MARKS[tag][0])
        if tag == "a":
            self._address, self._label = dict(attrs).get("href") or "", len(self.parts)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._address.startswith(("http:", "https:")):
            label = "".join(self.parts[self._label :])
            self.parts.append("" if label == self._address else f" ({self._address})")
        if tag in _LISTS:
            if self._lists:
                self._lists.pop()
            self.parts.append("" if self._lists else _BLANK)
        elif tag != "li":
            self.parts.append(_MARKS[tag][1])
        if tag == "a":
            self._address = ""

    def _bullet(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return "-"
        self._lists[-1] = number + 1
        return f"{number + 1}."
