"""Names that are still free."""

from collections.abc import Collection


class FreeNames:
    """Finds names that are not in use, without trying the same numbers again and again."""

    def __init__(self) -> None:
        """Begin with no numbers."""
        self._last_numbers: dict[tuple[str, str], int] = {}

    def find(self, scope: str, name: str, used: list[Collection[str]]) -> str:
        """Return the name, with a number if it is in use."""
        free = name
        while any(free in names for names in used):
            number = self._last_numbers.get((scope, name), 1) + 1
            self._last_numbers[scope, name] = number
            free = f"{name}{number}"
        return free
