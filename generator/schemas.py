"""From the document's schemas to kinds: what is a model, what a value set, what a plain value."""

from typing import cast

from attrs import evolve
from openapi_python_client import schema as oai
from openapi_python_client.schema.data_type import DataType

from . import kinds, left_out, names
from .components import Components
from .composition import Composition, discriminated
from .kinds import Doc, Kind, ObjectType, Property, ValueSet
from .model_names import TAKEN_BY_IMPORTS, ModelNames
from .normal import SchemaOrRef, only_reference
from .parse import raw
from .primitives import OF_VALUES, is_nothing, is_object, listable, scalar, types
from .problems import Pointer, Problem, SpecError
from .said import doc, sdk_name

# Names that the members of a model leave free: what a model has besides them, and what the
# annotations in its class are made of.
_TAKEN_IN_MODELS = TAKEN_BY_IMPORTS | frozenset(
    {"raw", "from_dict", "to_dict", "attrs", "classmethod", "models", "dt", "uuid"}
    | {"bool", "bytes", "dict", "float", "int", "list", "self", "str"}
)


class Schemas:
    """Reads schemas; collects the models and value sets that they need."""

    def __init__(self, components: Components) -> None:
        """Begin with what is shared in a document, no schema of it read yet."""
        self._composition = Composition(components)
        self._named: dict[Pointer, Kind | None] = {}
        # By identity: a schema that stands in one place may be read from several.
        self._read: dict[int, tuple[SchemaOrRef, Kind]] = {}
        self._being_read: dict[int, Kind] = {}
        self.models: dict[str, ObjectType] = {}
        self.value_sets: dict[str, ValueSet] = {}
        self.problems: list[Problem] = []
        self._names = ModelNames(components.schema_names())

    def kind(self, schema: SchemaOrRef, at: Pointer, name: str) -> Kind:
        """Read a schema.

        Args:
            schema: The schema, or a reference to one.
            at: Where it stands, for problems.
            name: What to call a model or value set that is described in place: ``OWNER/NAME``,
                of which NAME will do for the first.

        Raises:
            SpecError: It describes something that cannot be generated.
        """
        if id(schema) not in self._read:
            self._read[id(schema)] = schema, self._kind(schema, at, name)
        return self._read[id(schema)][1]

    def _kind(self, schema: SchemaOrRef, at: Pointer, name: str) -> Kind:
        schema = self._composition.normal(schema, at)
        if isinstance(schema, oai.Reference):
            return self._kind_of_component(schema, at)
        if reference := only_reference(schema):
            named = self._kind_of_component(reference, at / "allOf" / 0)
            return kinds.nullable(named) if schema.nullable else named
        schema = self._composition.flattened(schema, at)
        self.problems += left_out.of_schema(schema, at)
        found = self._composition.variants(schema, at)
        if found:
            return self._union(schema, found, name)
        found_types, may_be_null = types(schema)
        kind = self._closed(schema, at, name)
        if kind is None:
            each = [
                self._open(schema, one, at, name)
                for one in cast("list[DataType | None]", found_types) or [None]
            ]
            kind = kinds.united(each)
        return kinds.nullable(kind) if may_be_null else kind

    def object_type(self, schema: SchemaOrRef, at: Pointer, name: str) -> ObjectType | None:
        """Read an object's members, where a schema is an object with known members."""
        schema = self._composition.normal(schema, at)
        if isinstance(schema, oai.Reference):
            at, schema = self._composition.named(schema, at)
            name = names.pascal_case(str(at.steps[-1]))
        schema = self._composition.flattened(schema, at)
        if self._composition.variants(schema, at) or not is_object(schema):
            return None
        return self._read_members(schema, at, name, frozenset())

    def has_parts(self, schema: SchemaOrRef | None, at: Pointer) -> bool:
        """Tell whether a schema describes members or items, and not one plain value."""
        if schema is None:
            return False
        schema = self._composition.normal(schema, at)
        if isinstance(schema, oai.Reference):
            at, schema = self._composition.named(schema, at)
        schema = self._composition.flattened(schema, at)
        return bool(schema.properties or schema.items or self._composition.variants(schema, at))

    def _kind_of_component(self, reference: oai.Reference, at: Pointer) -> Kind:
        """Read a named schema once; a model may refer to itself."""
        at, schema = self._composition.named(reference, at)
        key = str(at.steps[-1])
        if at not in self._named:
            name = self._names.name(at, key)
            flat = self._composition.flattened(schema, at)
            is_union = bool(self._composition.variants(flat, at))
            is_model = is_object(flat) and not is_union and not only_reference(schema)
            self._named[at] = kinds.Model(name) if is_model else None
            self._named[at] = self.kind(schema, at, name)
        kind = self._named[at]
        if kind is None:
            text = f"{key} contains itself without an object in between: taken as any value"
            self.problems.append(Problem(at, text, "warning"))
            return kinds.ANY
        return kind

    def _union(
        self, schema: oai.Schema, found: list[tuple[SchemaOrRef, Pointer]], name: str
    ) -> Kind:
        """Read the variants; one of null makes the others nullable."""
        read: list[Kind] = []
        by_ref: dict[str, Kind] = {}
        for number, (part, place) in enumerate(found, start=1):
            title = raw(part.title) if isinstance(part, oai.Schema) else ""
            kind = self.kind(
                part, place, name + (names.pascal_case(title) if title else str(number))
            )
            read.append(kind)
            if isinstance(part, oai.Reference):
                by_ref[f"#{Pointer.of_ref(raw(part.ref))}"] = kind
        union = kinds.united(read)
        bare = union.kind if isinstance(union, kinds.Nullable) else union
        models = [each for each in getattr(bare, "kinds", ()) if isinstance(each, kinds.Model)]
        if isinstance(bare, kinds.Union) and models and set(models) <= set(by_ref.values()):
            told = discriminated(schema, bare, by_ref)
            union = told if bare is union else kinds.nullable(told)
        return kinds.nullable(union) if schema.nullable else union

    def _closed(self, schema: oai.Schema, at: Pointer, name: str) -> Kind | None:
        """Read a schema that lists its values."""
        if isinstance(schema.const, str | int):
            return kinds.Constant(schema.const, OF_VALUES[type(schema.const)])
        if schema.enum and (values := listable(schema.enum)):
            return self._values(schema, values, at, name)
        return None

    def _open(self, schema: oai.Schema, kind: DataType | None, at: Pointer, name: str) -> Kind:
        """Read a schema as one of its types."""
        if schema.properties and kind in {None, DataType.OBJECT}:
            return self._model(schema, at, name)
        match kind:
            case DataType.ARRAY:
                return kinds.Array(self._items(schema, at, name))
            case DataType.OBJECT:
                return kinds.Map(self._map_values(schema, at, name))
            case _:
                return scalar(schema, kind)

    def _items(self, schema: oai.Schema, at: Pointer, name: str) -> Kind:
        """Read the items of an array; those that have a place of their own are not told apart."""
        items = schema.items
        if not schema.prefixItems:
            return self.kind(items or oai.Schema(), at / "items", f"{name}Item")
        first = [
            self.kind(item, at / "prefixItems" / index, f"{name}Item{index + 1}")
            for index, item in enumerate(schema.prefixItems)
        ]
        if not is_nothing(items):
            first.append(self.kind(items or oai.Schema(), at / "items", f"{name}Item"))
        return kinds.united(first)

    def _map_values(self, schema: oai.Schema, at: Pointer, name: str) -> Kind:
        values = schema.additionalProperties
        if values is None or isinstance(values, bool):
            return kinds.ANY
        return self.kind(values, at / "additionalProperties", f"{name}Value")

    def _values(
        self, schema: oai.Schema, values: tuple[str | int | bool, ...], at: Pointer, name: str
    ) -> Kind:
        name = self._names.name(at, name, lambda name: self._has(name, values))
        if name not in self.value_sets:
            self.value_sets[name] = ValueSet(at=at, name=name, doc=doc(schema), values=values)
        of = tuple(dict.fromkeys(OF_VALUES[type(value)] for value in values))
        return kinds.Values(name, of)

    def _has(self, name: str, values: tuple[object, ...]) -> bool:
        """Tell whether a name stands for these values already; to Python, True is 1."""
        known = self.value_sets.get(name)
        return known is not None and [*map(repr, known.values)] == [*map(repr, values)]

    def _model(self, schema: oai.Schema, at: Pointer, name: str) -> Kind:
        if id(schema) in self._being_read:  # a member that has the whole as a part
            return self._being_read[id(schema)]
        name = self._names.name(at, name)
        # Known before its members are read: the order of the document, and no name twice.
        self.models[name] = ObjectType(at=at, name=name, doc=doc(schema))
        self._being_read[id(schema)] = kinds.Model(name)
        read = self._read_members(schema, at, name, _TAKEN_IN_MODELS)
        # What is written only is no part of answers, whatever a request must have.
        self.models[name] = evolve(
            read,
            properties=[
                evolve(each, required=each.required and not each.write_only)
                for each in read.properties
            ],
        )
        return self._being_read.pop(id(schema))

    def _read_members(
        self, schema: oai.Schema, at: Pointer, name: str, reserved: frozenset[str]
    ) -> ObjectType:
        required = {raw(key) for key in schema.required or ()}
        found = ObjectType(at=at, name=name, doc=doc(schema))
        taken = set(reserved)
        for key, member in (schema.properties or {}).items():
            wire_name = raw(key)
            place = at / "properties" / wire_name
            python_name = names.claim(sdk_name(member, place, wire_name), taken)
            try:
                kind = self.kind(member, place, name + names.pascal_case(wire_name))
            except SpecError as error:
                self.problems += error.problems
                continue
            flags = member if isinstance(member, oai.Schema) else oai.Schema()
            found.properties.append(
                Property(
                    at=place,
                    wire_name=wire_name,
                    name=python_name,
                    kind=kind,
                    required=wire_name in required,
                    doc=self.doc(member, kind),
                    read_only=bool(flags.readOnly),
                    write_only=bool(flags.writeOnly),
                    deprecated=bool(flags.deprecated),
                )
            )
        return found

    def doc(self, schema: SchemaOrRef | oai.Parameter, kind: Kind) -> Doc:
        """Collect what is said about a value: at the place of its use, else where it is named."""
        said = doc(schema)
        bare = kind.kind if isinstance(kind, kinds.Nullable) else kind
        if not isinstance(bare, kinds.Values):
            return said
        named = self.value_sets[bare.name]
        return evolve(said, text=said.text or named.doc.text, values=named.values)
