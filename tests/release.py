"""Check what a release publishes: ``python -m tests.release FOLDER [TAG]``.

The folder holds one wheel and one sdist, both of the version that the client has, and the changelog
has a section for it. With a tag, that is the version's, and nothing is left unreleased.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import generated_client

_CHANGELOG = Path(__file__).parents[1] / "CHANGELOG.md"
_NAME = "telnyx_texml_streams"


def problems(built: set[str], changelog: str, version: str, tag: str) -> Iterator[str]:
    """Yield what keeps a release from being published.

    Args:
        built: The names of the files that were built.
        changelog: The text of the changelog.
        version: The version of the client.
        tag: The tag of the release; empty for a dry run without one.
    """
    expected = {f"{_NAME}-{version}-py3-none-any.whl", f"{_NAME}-{version}.tar.gz"}
    for name in sorted(expected ^ built):
        yield f"{name} {'is missing' if name in expected else 'does not belong to the release'}"
    parts = re.split(r"^## \[(.+?)\].*$", changelog, flags=re.MULTILINE)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    if not sections.get(version, "").strip():
        yield f"CHANGELOG.md has no section about {version}"
    if tag and tag != f"v{version}":
        yield f"the tag is {tag}, and the version {version}: tag it v{version}"
    if tag and sections.get("Unreleased", "").strip():
        yield f"CHANGELOG.md has unreleased changes: move them to the section about {version}"


def main(folder: str, tag: str = "") -> None:
    """Print what is wrong, and end with 1 if anything is."""
    built = {file.name for file in Path(folder).iterdir()}
    version = generated_client.__version__
    found = [*problems(built, _CHANGELOG.read_text(encoding="utf-8"), version, tag)]
    if found:
        sys.exit("\n".join(found))
    sys.stdout.write(f"{tag or version} can be published: {', '.join(sorted(built))}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
