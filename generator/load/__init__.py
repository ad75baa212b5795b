"""YAML or JSON -> one canonical, validated document.

    yaml_json     text -> plain data (values: what that is; yaml_builder: YAML 1.2)
    expansion     how much the document stands for, once all that it repeats is written out
    source_map    the files, and where their parts stood in them (positions: line and column)
    node_types    what the standard has at each location of a document (walk: goes through it)
    bundle        every reference leads to a component of the document itself (targets: finds what
                  a reference leads to; refs: what one looks like)
    selection     removes the operations that are not wanted, and what only they need
    canonical     the forms of OpenAPI 3.1 (plain_text: descriptions without HTML)
    validate      by the model of openapi-python-client
    skip          removes operations with errors, if that is wanted

What a loaded document promises:

- Every ``$ref`` is ``#/components/SECTION/NAME`` and leads to an object of the right type; so is
  every value of a ``discriminator.mapping``. Path items are put in the place of references.
- A schema is an object (``true`` is ``{}``, ``false`` is ``{"not": {}}``); ``nullable`` is left
  only where there is no ``type`` to add ``"null"`` to; ``enum`` has values; ``const`` is a scalar;
  there are ``paths``, and ``responses`` in each operation.
- No key of an object of the standard is null; all have the types that the standard demands.
"""

from ..diagnostics import Diagnostics, InvalidDocumentError, Pointer, SpecError
from .bundle import bundle
from .canonical import canonicalise, check_version
from .document import Document
from .expansion import limited
from .selection import EVERYTHING, Selection, Selector
from .skip import skip_invalid
from .source_map import Source
from .validate import validate
from .values import is_object

__all__ = ["EVERYTHING", "Document", "Selection", "Source", "load"]


def load(source: Source, diagnostics: Diagnostics, selection: Selection = EVERYTHING) -> Document:
    """Read a document, or the part of it that is wanted.

    After errors in schemas only there is a document without those, so that later steps can report
    what else is wrong.

    Raises:
        InvalidDocumentError: It cannot be used; the diagnostics hold all errors that were found.
    """
    with diagnostics.recording(), limited(diagnostics):
        data = source.parse(source.path)
        if not is_object(data):
            raise SpecError(Pointer(), "is not an OpenAPI document: there is no object at its top")
        check_version(data)
        selector = Selector(selection)
        bundled, is_complete = bundle(selector.select(data), source, diagnostics, data)
        bundled = selector.select(bundled)
        selector.finish(bundled, diagnostics)
        canonicalise(bundled, diagnostics)
        is_valid = validate(bundled, diagnostics) and is_complete
        if is_valid or (diagnostics.skip_invalid and skip_invalid(bundled, diagnostics)):
            return Document(source, bundled)
    raise InvalidDocumentError
