"""From the document's schemas to kinds: what is a model, what a value set, what a plain value."""

from collections.abc import Mapping

from openapi_python_client import schema as oai
from openapi_python_client.schema.data_type import DataType
from openapi_python_client.schema.openapi_schema_pydantic import Components

from . import kinds, names
from .kinds import Doc, Kind, ObjectType, Property, ValueSet
from .parse import raw
from .problems import Pointer, Problem, SpecError

SchemaOrRef = oai.Schema | oai.Reference

_STRING_FORMATS = {
    "date": kinds.DATE,
    "date-time": kinds.DATETIME,
    "uuid": kinds.UUID,
    "byte": kinds.BASE64,
}
_SCALARS: Mapping[DataType | None, Kind] = {
    DataType.INTEGER: kinds.INTEGER,
    DataType.NUMBER: kinds.NUMBER,
    DataType.BOOLEAN: kinds.BOOLEAN,
}
# Names that the members of a model leave free: what a model has besides them, and what the
# annotations in its class are made of.
_TAKEN_IN_MODELS = frozenset(
    {"raw", "from_dict", "to_dict", "models", "dt", "uuid"}
    | {"bool", "bytes", "dict", "float", "int", "list", "str"}
)
_SCHEMAS = Pointer(("components", "schemas"))


class Schemas:
    """Reads schemas; collects the models and value sets that they need."""

    def __init__(self, components: Components | None) -> None:
        """Begin with the named schemas of a document, none of them read yet."""
        named = (components and components.schemas) or {}
        self._components = {raw(name): schema for name, schema in named.items()}
        self._kinds: dict[str, Kind] = {}
        self.models: dict[str, ObjectType] = {}
        self.value_sets: dict[str, ValueSet] = {}
        self.problems: list[Problem] = []

    def kind(self, schema: SchemaOrRef, at: Pointer, name: str) -> Kind:
        """Read a schema.

        Args:
            schema: The schema, or a reference to one.
            at: Where it stands, for problems.
            name: What to call a model or value set that is described in place.

        Raises:
            SpecError: It describes something that cannot be generated.
        """
        if isinstance(schema, oai.Reference):
            return self._named(schema, at)
        _refuse_combinations(schema, at)
        types, may_be_null = _types(schema)
        if len(types) > 1:
            raise SpecError.at(at / "type", f"several types at once ({', '.join(types)})")
        kind = self._plain(schema, types[0] if types else None, at, name)
        return kinds.Nullable(kind) if may_be_null else kind

    def object_type(self, schema: SchemaOrRef, at: Pointer, name: str) -> ObjectType | None:
        """Read an object's members, where a schema is an object with known members."""
        if isinstance(schema, oai.Reference):
            at, schema = self._resolve(schema, at)
        return self._read_members(schema, at, name) if _is_object(schema) else None

    def _named(self, reference: oai.Reference, at: Pointer) -> Kind:
        """Read a named schema once; a model may refer to itself."""
        at, schema = self._resolve(reference, at)
        key = str(at.steps[-1])
        if key not in self._kinds:
            name = self._free_name(key)
            if _is_object(schema):
                self._kinds[key] = kinds.Model(name)
            self._kinds[key] = self.kind(schema, at, name)
        return self._kinds[key]

    def _resolve(self, reference: oai.Reference, at: Pointer) -> tuple[Pointer, oai.Schema]:
        followed: set[str] = set()
        while True:
            target = raw(reference.ref)
            name = str(Pointer.of_ref(target).steps[-1]) if "/" in target else ""
            found = self._components.get(name)
            if found is None or target != f"#{_SCHEMAS / name}":
                raise SpecError.at(at / "$ref", f"{target!r} names no schema of this document")
            if isinstance(found, oai.Schema):
                return _SCHEMAS / name, found
            if target in followed:
                raise SpecError.at(at / "$ref", f"{target!r} leads back to itself")
            followed.add(target)
            reference = found

    def _plain(self, schema: oai.Schema, kind: DataType | None, at: Pointer, name: str) -> Kind:
        if schema.enum:
            return self._values(schema, at, name)
        if _is_object(schema):
            return self._model(schema, at, name)
        match kind:
            case DataType.ARRAY:
                items = schema.items or oai.Schema()
                return kinds.Array(self.kind(items, at / "items", f"{name}Item"))
            case DataType.OBJECT:
                return kinds.Map(self._map_values(schema, at, name))
            case DataType.STRING:
                return _STRING_FORMATS.get(raw(schema.schema_format), kinds.STRING)
            case _:
                return _SCALARS.get(kind, kinds.ANY)

    def _map_values(self, schema: oai.Schema, at: Pointer, name: str) -> Kind:
        values = schema.additionalProperties
        if values is None or isinstance(values, bool):
            return kinds.ANY
        return self.kind(values, at / "additionalProperties", f"{name}Value")

    def _values(self, schema: oai.Schema, at: Pointer, name: str) -> Kind:
        values = tuple(value for value in schema.enum or () if value is not None)
        if all(isinstance(value, str) for value in values):
            of = kinds.STRING
        elif all(type(value) is int for value in values):
            of = kinds.INTEGER
        else:
            raise SpecError.at(at / "enum", "its values must all be strings, or all whole numbers")
        name = self._free_name(name)
        unique = tuple(dict.fromkeys(values))
        self.value_sets[name] = ValueSet(name=name, doc=doc(schema), of=of, values=unique)
        return kinds.Values(name, of)

    def _model(self, schema: oai.Schema, at: Pointer, name: str) -> Kind:
        name = self._free_name(name)
        # Known before its members are read: the order of the document, and no name twice.
        self.models[name] = ObjectType(name=name, doc=doc(schema))
        self.models[name] = self._read_members(schema, at, name)
        return kinds.Model(name)

    def _read_members(self, schema: oai.Schema, at: Pointer, name: str) -> ObjectType:
        required = {raw(key) for key in schema.required or ()}
        found = ObjectType(name=name, doc=doc(schema))
        taken = set(_TAKEN_IN_MODELS)
        for key, member in (schema.properties or {}).items():
            wire_name = raw(key)
            place = at / "properties" / wire_name
            python_name = names.free(sdk_name(member, place, wire_name), taken)
            taken.add(python_name)
            try:
                kind = self.kind(member, place, name + names.pascal_case(wire_name))
            except SpecError as error:
                self.problems += error.problems
                continue
            found.properties.append(
                Property(
                    wire_name=wire_name,
                    name=python_name,
                    kind=kind,
                    required=wire_name in required,
                    doc=self.doc(member, kind),
                )
            )
        return found

    def _free_name(self, name: str) -> str:
        return names.free(names.pascal_case(name), self.models.keys() | self.value_sets.keys())

    def doc(self, schema: SchemaOrRef, kind: Kind) -> Doc:
        """Collect what is said about a value: at the place of its use, else where it is named."""
        said = doc(schema)
        if isinstance(kind, kinds.Values):
            named = self.value_sets[kind.name]
            return Doc(
                text=said.text or named.doc.text,
                default=said.default,
                example=said.example,
                values=named.values,
            )
        return said


def doc(schema: SchemaOrRef | oai.Parameter | oai.Response) -> Doc:
    """Collect what is said about a value at one place."""
    if isinstance(schema, oai.Response):
        return Doc(text=raw(schema.description))
    if isinstance(schema, oai.Reference):
        beside = schema.model_extra or {}
        return Doc(
            text=str(beside.get("description", "")),
            default=beside.get("default"),
            example=beside.get("example"),
        )
    default = None if isinstance(schema, oai.Parameter) else schema.default
    return Doc(text=raw(schema.description), default=default, example=schema.example)


def sdk_name(element: SchemaOrRef | oai.Parameter, at: Pointer, wire_name: str) -> str:
    """Name a parameter or member in Python: as the document says, else in snake_case."""
    said = (element.model_extra or {}).get("x-sdk-name")
    if said is None:
        return names.snake_case(wire_name)
    if not isinstance(said, str) or not said.isidentifier() or names.identifier(said) != said:
        raise SpecError.at(at / "x-sdk-name", f"{said!r} is no Python name")
    return said


def _is_object(schema: oai.Schema) -> bool:
    types, _ = _types(schema)
    return bool(schema.properties) and types in ([], [DataType.OBJECT])


def _types(schema: oai.Schema) -> tuple[list[DataType], bool]:
    """Give the types without null, and whether null is one of them, in either dialect."""
    listed = schema.type if isinstance(schema.type, list) else [schema.type]
    types = [DataType(found) for found in listed if found not in {None, DataType.NULL}]
    may_be_null = DataType.NULL in listed or schema.nullable or None in (schema.enum or ())
    return types, may_be_null


def _refuse_combinations(schema: oai.Schema, at: Pointer) -> None:
    for keyword in ("allOf", "oneOf", "anyOf"):
        if getattr(schema, keyword):
            raise SpecError.at(
                at / keyword, f"{keyword} is not supported: describe the value in one schema"
            )
