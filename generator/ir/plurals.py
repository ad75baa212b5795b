"""English plurals, as far as names need them: ``line_items`` is one of many ``line_item``."""

_ENDINGS = (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("s", ""))
# Words that end like a plural and are none, or whose plural has no rule.
_SINGULAR = (
    "ss",
    "us",
    "is",
    "news",
    "aws",
    "dns",
    "https",
    "series",
    "gas",
    "sms",
    "alias",
    "ios",
)
_SHORTEST = 4  # letters: ``tls``, ``vpc`` and the like are no plurals
_IRREGULAR = {
    "addresses": "address",
    "aliases": "alias",
    "buses": "bus",
    "caches": "cache",
    "children": "child",
    "cookies": "cookie",
    "ids": "id",
    "indices": "index",
    "ips": "ip",
    "movies": "movie",
    "people": "person",
    "statuses": "status",
    "viruses": "virus",
}


def is_plural(name: str) -> bool:
    """Return whether a name of one or more words, like ``line_items``, is a plural."""
    return singular(name) != name


def singular(name: str) -> str:
    """Return the name of one of many, or the name itself where it is no plural."""
    lower = name.lower()
    for plural, single in _IRREGULAR.items():
        begins = len(lower) - len(plural)
        if lower.endswith(plural) and (begins == 0 or _begins_word(name, begins)):
            kept = 1 if single[0] == plural[0] else 0
            return name[: begins + kept] + single[kept:]
    if len(name) < _SHORTEST or lower.endswith(_SINGULAR):
        return name
    for ending, instead in _ENDINGS:
        if lower.endswith(ending):
            return name[: -len(ending)] + instead
    return name


def _begins_word(name: str, index: int) -> bool:
    """Return whether a word begins there: behind punctuation, or with a capital."""
    return not name[index - 1].isalnum() or name[index].isupper()
