"""What counts as breaking: one rule for each sort of change.

The judge is a program that was written against the old client, is type-checked, and passes
arguments by name. What it *passes* (arguments, models that it builds) may be allowed more, but
not less. What it *receives* (results, models of responses) may promise more, but not less. A model
that it passes and receives is judged by the stricter of the two columns.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from attrs import frozen

Level = Literal["breaking", "compatible", "patch"]
Direction = Literal["passed", "received"]

LEVELS: tuple[Level, ...] = ("breaking", "compatible", "patch")
"""From the strictest to the mildest."""


@frozen
class Rule:
    """How bad a change is, by what callers do with the thing, and the sentence about it."""

    passed: Level
    received: Level
    sentence: str
    """``{what}`` is what the user types; ``{old}`` and ``{new}`` are what it was and is."""

    def level(self, directions: Iterable[Direction]) -> Level:
        """Return the strictest level among the directions that a thing goes in."""
        levels: set[Level] = {
            self.passed if direction == "passed" else self.received for direction in directions
        }
        return next(level for level in LEVELS if level in (levels or {self.passed}))


_B: Level = "breaking"
_C: Level = "compatible"
_P: Level = "patch"

RULES: Mapping[str, Rule] = {
    # The client.             passed, received
    "client-renamed":          Rule(_B, _B, "the client {old} is now {what}"),
    "base-url-changed":        Rule(_C, _C, "{what} sends to {new}, no longer to {old}"),
    "version-changed":         Rule(_P, _P, "{what} has version {new}, was {old}"),
    "client-doc-changed":      Rule(_P, _P, "the text about {what} changed"),
    "key-argument-added":      Rule(_C, _C, "{what} can be passed"),
    "key-argument-removed":    Rule(_B, _B, "{what} is gone"),
    "key-sent-differently":    Rule(_C, _C, "{what} is sent as {new}, was {old}"),
    "key-doc-changed":         Rule(_P, _P, "the text about {what} changed"),
    # Operations.
    "operation-added":         Rule(_C, _C, "{what} is new"),
    "operation-removed":       Rule(_B, _B, "{what} is gone"),
    "operation-renamed":       Rule(_B, _B, "{old} is now {what}"),
    "operation-moved":         Rule(_C, _C, "{what} sends {new}, was {old}"),
    "operation-deprecated":    Rule(_C, _C, "{what} is deprecated: calling it warns"),
    "operation-undeprecated":  Rule(_C, _C, "{what} is no longer deprecated"),
    "operation-doc-changed":   Rule(_P, _P, "the text about {what} changed"),
    "key-needed":              Rule(_B, _B, "{what} needs {new}, was {old}"),
    "key-choice-wider":        Rule(_C, _C, "{what} needs {new}, was {old}"),
    # Arguments.
    "argument-added":          Rule(_C, _C, "{what} can be passed"),
    "argument-added-required": Rule(_B, _B, "{what} must be passed, and is new"),
    "argument-removed":        Rule(_B, _B, "{what} is gone"),
    "argument-renamed":        Rule(_B, _B, "{old} is now {what}"),
    "argument-required":       Rule(_B, _B, "{what} must be passed"),
    "argument-optional":       Rule(_C, _C, "{what} is no longer required"),
    "argument-not-positional": Rule(_B, _B, "{what} is passed by name, {new} by position instead"),
    "argument-none-is-null":   Rule(_B, _B, "{what}: None is sent as null, was not sent"),
    "argument-none-is-absent": Rule(_B, _B, "{what}: None is not sent, was sent as null"),
    "argument-wider":          Rule(_C, _C, "{what} accepts {new}, was {old}"),
    "argument-narrower":       Rule(_B, _B, "{what} accepts {new}, was {old}"),
    "argument-type-changed":   Rule(_B, _B, "{what} accepts {new}, was {old}"),
    "argument-equivalent":     Rule(_C, _C, "{what} accepts {new}, was {old}"),
    "argument-place-changed":  Rule(_C, _C, "{what} is sent in the {new}, was in the {old}"),
    "argument-style-changed":  Rule(_C, _C, "{what} is written as {new}, was {old}"),
    "argument-sent-as":        Rule(_C, _C, "{what} is sent as {new}, was {old}"),
    "argument-deprecated":     Rule(_C, _C, "{what} is deprecated"),
    "argument-undeprecated":   Rule(_C, _C, "{what} is no longer deprecated"),
    "argument-default":        Rule(_P, _P, "{what}: the API's default is {new}, was {old}"),
    "argument-doc-changed":    Rule(_P, _P, "the text about {what} changed"),
    "content-type-changed":    Rule(_C, _C, "{what} sends {new}, was {old}"),
    "encoding-changed":        Rule(_C, _C, "{what} writes the fields of its body differently"),
    # Responses.
    "result-wider":            Rule(_B, _B, "{what} returns {new}, was {old}"),
    "result-narrower":         Rule(_C, _C, "{what} returns {new}, was {old}"),
    "result-type-changed":     Rule(_B, _B, "{what} returns {new}, was {old}"),
    "result-equivalent":       Rule(_C, _C, "{what} returns {new}, was {old}"),
    "status-added":            Rule(_C, _C, "{what} documents {new} as a success"),
    "status-removed":          Rule(_C, _C, "{what} no longer documents {old} as a success"),
    "accept-changed":          Rule(_C, _C, "{what} asks for {new}, was {old}"),
    "error-added":             Rule(_C, _C, "{what} is parsed as {new}"),
    "error-removed":           Rule(_B, _B, "{what} is no longer parsed as {old}"),
    "error-wider":             Rule(_B, _B, "{what} is parsed as {new}, was {old}"),
    "error-narrower":          Rule(_C, _C, "{what} is parsed as {new}, was {old}"),
    "error-type-changed":      Rule(_B, _B, "{what} is parsed as {new}, was {old}"),
    "error-equivalent":        Rule(_C, _C, "{what} is parsed as {new}, was {old}"),
    "pagination-added":        Rule(_C, _C, "{what} is new: it iterates over all items"),
    "pagination-removed":      Rule(_B, _B, "{what} is gone"),
    "pagination-changed":      Rule(_B, _B, "{what} goes by {new}, was {old}"),
    # Events: callbacks, webhooks, and the messages of sockets.
    "event-added":             Rule(_C, _C, "{what} is new"),
    "event-removed":           Rule(_B, _B, "{what} is gone"),
    "event-renamed":           Rule(_B, _B, "{old} is now {what}"),
    "event-doc-changed":       Rule(_P, _P, "the text about {what} changed"),
    "event-wider":             Rule(_B, _B, "{what} parses {new}, was {old}"),
    "event-narrower":          Rule(_C, _C, "{what} parses {new}, was {old}"),
    "event-type-changed":      Rule(_B, _B, "{what} parses {new}, was {old}"),
    "event-equivalent":        Rule(_C, _C, "{what} parses {new}, was {old}"),
    "event-signed":            Rule(_C, _C, "{what} is new: it is signed"),
    "event-not-signed":        Rule(_B, _B, "{what} is gone: it is no longer signed"),
    "event-key-renamed":       Rule(_B, _B, "{what} needs {new}, was {old}"),
    "event-signed-differently": Rule(_C, _C, "{what} verifies another signature"),
    "alias-added":             Rule(_C, _C, "{what} is new"),
    "alias-removed":           Rule(_B, _B, "{what} is gone"),
    "alias-renamed":           Rule(_B, _B, "{old} is now {what}"),
    "message-added":           Rule(_C, _C, "{what} is new"),
    "message-removed":         Rule(_B, _B, "{what} is gone"),
    "message-wider":           Rule(_C, _C, "{what} accepts {new}, was {old}"),
    "message-narrower":        Rule(_B, _B, "{what} accepts {new}, was {old}"),
    "message-type-changed":    Rule(_B, _B, "{what} accepts {new}, was {old}"),
    "message-equivalent":      Rule(_C, _C, "{what} accepts {new}, was {old}"),
    # Models and their fields.
    "model-added":             Rule(_C, _C, "{what} is new"),
    "model-removed":           Rule(_B, _B, "{what} is gone"),
    "model-renamed":           Rule(_B, _B, "{old} is now {what}"),
    "model-doc-changed":       Rule(_P, _P, "the text about {what} changed"),
    "field-added":             Rule(_C, _C, "{what} is new"),
    "field-added-required":    Rule(_B, _C, "{what} is new, and always there"),
    "field-removed":           Rule(_B, _B, "{what} is gone"),
    "field-renamed":           Rule(_B, _B, "{old} is now {what}"),
    "field-required":          Rule(_B, _C, "{what} is always there"),
    "field-optional":          Rule(_C, _B, "{what} may be missing"),
    "field-wider":             Rule(_C, _B, "{what} is {new}, was {old}"),
    "field-narrower":          Rule(_B, _C, "{what} is {new}, was {old}"),
    "field-type-changed":      Rule(_B, _B, "{what} is {new}, was {old}"),
    "field-equivalent":        Rule(_C, _C, "{what} is {new}, was {old}"),
    "field-sent-as":           Rule(_C, _C, "{what} is {new} in JSON, was {old}"),
    "field-deprecated":        Rule(_C, _C, "{what} is deprecated"),
    "field-undeprecated":      Rule(_C, _C, "{what} is no longer deprecated"),
    "field-default":           Rule(_P, _P, "{what}: the API's default is {new}, was {old}"),
    "field-doc-changed":       Rule(_P, _P, "the text about {what} changed"),
    # Enums. Responses are open to values that the client does not know; arguments are not.
    "enum-added":              Rule(_C, _C, "{what} is new"),
    "enum-removed":            Rule(_B, _B, "{what} is gone"),
    "enum-renamed":            Rule(_B, _B, "{old} is now {what}"),
    "enum-doc-changed":        Rule(_P, _P, "the text about {what} changed"),
    "value-added":             Rule(_C, _C, "{what} has the value {new}"),
    "value-removed":           Rule(_B, _C, "{what} no longer has the value {old}"),
}  # fmt: skip
