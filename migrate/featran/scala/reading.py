"""Scala files to specs: every spec of them, what was refused, and the ledger of DSL calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bridges.featran.errors import FeatranError
from bridges.featran.getters.types import RecordOf, Type
from bridges.featran.model import FeatureSpec, MultiFeatureSpec, refuse_duplicates
from migrate.codes import finding
from migrate.errors import BadInput, UsageError
from migrate.featran.scala.definitions import Program
from migrate.featran.scala.expressions import HANDLERS
from migrate.featran.scala.markdown import scala_blocks
from migrate.featran.scala.methods import val_value
from migrate.featran.scala.modelling import to_spec
from migrate.featran.scala.names import lookup
from migrate.featran.scala.positions import positions
from migrate.featran.scala.reader import Reader
from migrate.featran.scala.records import avro_records
from migrate.featran.scala.refusal import BOUND, Refused
from migrate.featran.scala.scope import Definition, Scope, Unknown
from migrate.featran.scala.sites import Site, base, chain_top, sites
from migrate.featran.scala.tree import Node, Source, brief, broken, need, parse, text
from migrate.featran.scala.types import Types
from migrate.featran.scala.values import Extracted, MultiValue, SpecValue, Value
from migrate.findings import Finding, Location, in_order
from migrate.ledger import Entry, Ledger, Outcome, close


@dataclass(frozen=True, slots=True)
class ReadSpec:
    """One spec: its dotted name, the model, its record type, and whether nothing is missing."""

    name: str
    spec: FeatureSpec | MultiFeatureSpec
    record: Type
    location: Location
    complete: bool
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SpecReading:
    """What reading gave. A spec with a refused feature is here, and not ``complete``."""

    specs: Mapping[str, ReadSpec]
    records: Mapping[str, RecordOf]
    findings: tuple[Finding, ...]
    ledger: Ledger
    unread: Mapping[str, Location] = field(default_factory=dict)

    def choose(self, name: str = "") -> ReadSpec:
        """The spec called ``name`` (the end of its dotted name does), or the only one.

        Raises UsageError naming the specs that there are.
        """
        found = [s for n, s in self.specs.items() if n == name or n.endswith(f".{name}")]
        if not name:
            found = list(self.specs.values())
        if len(found) == 1:
            return found[0]
        what = f"no spec is called {name}" if name and not found else "there are several specs"
        if not self.specs:
            what = "no spec could be read"
        raise UsageError(
            what, next_step=f"choose one with --spec: {', '.join(self.specs) or 'none'}"
        )


def read_scala(
    paths: Sequence[Path],
    *,
    record: str = "",
    params: Mapping[str, str] | None = None,
    avro_schema: Path | None = None,
) -> SpecReading:
    """Read every spec of Scala (or Markdown) files.

    ``record`` is the record type for specs whose own is not in the files; with ``avro_schema`` its
    fields come from there. ``params`` are values of class and method parameters, as text.

    Raises BadInput where a file cannot be read or holds no Scala that parses, UsageError for a
    parameter that no spec has or a record that the schema lacks.
    """
    given = _given(record, avro_schema)
    program = Program()
    files = [program.add(s) for p in paths for s in _sources(p)]
    types = Types(program, given)
    reader = Reader(program, types, HANDLERS, dict(params or {}))
    reader.record = record
    work = _Work(reader)
    for scope in files:
        work.read(scope)
    unused = set(reader.params) - reader.used_params
    if unused:
        raise UsageError(
            f"no spec has a parameter {sorted(unused)[0]}",
            next_step="give --param for parameters of the class or method around the spec",
        )
    return work.result()


def _given(record: str, avro_schema: Path | None) -> dict[str, RecordOf]:
    if avro_schema is None:
        return {}
    given = avro_records(avro_schema)
    if record and record not in given:
        raise UsageError(
            f"the schema has no record {record}",
            where=str(avro_schema),
            next_step=f"it has: {', '.join(given)}",
        )
    return given


def _sources(path: Path) -> list[Source]:
    try:
        whole = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            f"this file cannot be read: {error}", where=str(path), next_step="give a Scala file"
        ) from error
    texts = scala_blocks(whole) if path.suffix.lower() in (".md", ".markdown") else [whole]
    found = [parse(t, str(path)) for t in texts]
    for source in found:
        _refuse_unparsable(source)
    return found


def _refuse_unparsable(source: Source) -> None:
    """A file with an error and no spec in it is not Scala, or not about Featran."""
    place = broken(source.root)
    if place is not None and not any(s.builds for s in sites(source.root)):
        raise BadInput(
            f"this is no Scala that parses: {brief(place, 40)!r}",
            where=str(source.place(place)),
            next_step="give a Scala file with a FeatureSpec",
        )


_VARIABLE = frozenset({"var_definition", "assignment_expression"})


_CHOICES = frozenset({"if_expression", "match_expression", "try_expression"})
_BOUNDARIES = frozenset(
    {"val_definition", "function_definition", "lambda_expression", "arguments", "template_body"}
)


def _is_one_of_several(top: Node) -> bool:
    """Whether a chain is a branch of what a ``val`` or method gives."""
    node = top.parent
    while node is not None and node.type not in _BOUNDARIES:
        if node.type in _CHOICES:
            return True
        node = node.parent
    return False


def _may_be_spec(value: Node) -> bool:
    """Whether a ``val`` can hold a spec by its syntax: literals and functions cannot."""
    return value.type.endswith(("expression", "block", "function")) and value.type not in (
        *("lambda_expression", "interpolated_string_expression", "tuple_expression"),
    )


@dataclass(slots=True)
class _Work:
    """The state of one reading."""

    reader: Reader
    specs: dict[str, ReadSpec] = field(default_factory=dict)
    unread: dict[str, Location] = field(default_factory=dict)
    inventory: list[tuple[Site, Source]] = field(default_factory=list)
    entered: dict[int, Value] = field(default_factory=dict)

    def read(self, scope: Scope) -> None:
        """Read the specs of one file: what is named by a ``val``, then chains that stand alone."""
        source = scope.source
        found = list(sites(source.root))
        self.inventory += [(s, source) for s in found]
        if not found:
            return
        self._note_errors(source)
        places: dict[int, tuple[Scope, str]] = {}
        for node, inner, name in positions(source.root, scope, self.reader.types):
            places[node.id] = (inner, name)
            if node.type == "val_definition":
                self._named_value(node, inner)
        chains: dict[int, tuple[Node, list[Site]]] = {}
        for site in found:
            if site.builds and site.head.id not in self.reader.outcomes:
                top = chain_top(site)
                chains.setdefault(top.id, (top, []))[1].append(site)
        for top, members in chains.values():
            inner, name = places.get(top.id, (scope, ""))
            self._chain(top, inner, name, members)

    def _named_value(self, node: Node, scope: Scope) -> None:
        """Enter the spec that a ``val`` holds; anything else leaves no trace."""
        pattern, value = need(node, "pattern"), need(node, "value")
        if pattern.type != "identifier" or not _may_be_spec(value):
            return
        findings, outcomes = list(self.reader.findings), dict(self.reader.outcomes)
        binding = scope.names.get(text(pattern).strip("`"))
        if not isinstance(binding, Definition) or binding.node.id != node.id:
            return
        try:
            found: Value | None = val_value(self.reader, binding)
        except Refused:
            found = None
        if isinstance(found, SpecValue | MultiValue | Extracted) and not self._is_known(found):
            location = scope.source.place(value)
            self._enter(self._named(scope, text(pattern), location), found, location)
            return
        self.reader.findings, self.reader.outcomes = findings, outcomes

    def _is_known(self, found: SpecValue | MultiValue | Extracted) -> bool:
        """Whether a spec is another name for one that was entered, or its extraction."""
        inner = found.spec if isinstance(found, Extracted) else found
        known = id(inner) in self.entered
        self.entered[id(inner)] = inner
        return known

    def _note_errors(self, source: Source) -> None:
        place = broken(source.root)
        if place is not None:
            self.reader.findings.append(
                finding(
                    "FT001",
                    f"the grammar stops at {brief(place, 40)!r}",
                    location=source.place(place),
                )
            )

    def _chain(self, top: Node, scope: Scope, name: str, members: list[Site]) -> None:
        start = base(top)
        if start.type == "identifier":
            found = lookup(text(start), scope, self.reader.program)
            if isinstance(found, Unknown):
                return
        full = self._named(scope, name, scope.source.place(top))
        location = scope.source.place(top)
        try:
            if top.parent is not None and top.parent.type in _VARIABLE:
                raise self.reader.refuse("FT002", "a spec in a variable", top, scope)
            place = broken(top)
            if place is not None:
                raise self.reader.refuse("FT002", "the grammar stops in this spec", place, scope)
            value = self.reader.expression(top, scope)
            if _is_one_of_several(top) and not isinstance(value, Extracted):
                what = "which of several specs is meant is decided at run time"
                raise self.reader.refuse("FT002", what, top, scope)
            self._enter(full, value, location)
        except Refused as refused:
            if refused.code != BOUND:
                self._refused(full, refused, location, members)

    def _named(self, scope: Scope, name: str, location: Location) -> str:
        prefix = scope.qualified()
        short = name or f"line{location.line}"
        full = f"{prefix}.{short}" if prefix else short
        taken = {**self.specs, **self.unread}
        if full in taken:
            count = 2
            while f"{full}#{count}" in taken:
                count += 1
            full = f"{full}#{count}"
        return full

    def _enter(self, name: str, value: Value, location: Location) -> None:
        if isinstance(value, Extracted):
            value = value.spec
        if not isinstance(value, SpecValue | MultiValue):
            raise Refused("FT002", "this chain does not make a FeatureSpec", location)
        model, record, complete, lost = to_spec(value)
        self._note_duplicates(name, model, location)
        self.specs[name] = ReadSpec(name, model, record, location, complete, lost)

    def _note_duplicates(
        self, name: str, model: FeatureSpec | MultiFeatureSpec, location: Location
    ) -> None:
        try:
            refuse_duplicates(model.features)
        except FeatranError as error:
            self.reader.findings.append(
                finding("FT020", error.what, location=location, subject=name)
            )

    def _refused(
        self, name: str, refused: Refused, location: Location, members: list[Site]
    ) -> None:
        self.unread[name] = location
        self.reader.findings.append(
            finding(refused.code, refused.what, location=refused.location, subject=name)
        )
        for site in members:
            self.reader.outcomes.setdefault(site.head.id, f"refused {refused.code}")

    def result(self) -> SpecReading:
        """Close the ledger: every call of the inventory has one outcome."""
        entries = [self._entry(site, source) for site, source in self.inventory]
        inventory = [(s.kind, str(src.place(s.head))) for s, src in self.inventory]
        records = {
            s.record.name: s.record for s in self.specs.values() if isinstance(s.record, RecordOf)
        }
        findings = tuple(dict.fromkeys(in_order(self.reader.findings)))
        return SpecReading(self.specs, records, findings, close(inventory, entries), self.unread)

    def _entry(self, site: Site, source: Source) -> Entry:
        place = source.place(site.head)
        outcome = self.reader.outcomes.get(site.head.id, "")
        if site.kind == "extract":
            return Entry(site.kind, str(place), Outcome.IGNORED, "the run is not part of the spec")
        if outcome == "converted":
            return Entry(site.kind, str(place), Outcome.CONVERTED)
        if outcome:
            return Entry(site.kind, str(place), Outcome.REFUSED, outcome.partition(" ")[2])
        self.reader.findings.append(
            finding("FT018", f"this {site.kind} is part of no spec that was read", location=place)
        )
        return Entry(site.kind, str(place), Outcome.REFUSED, "FT018")
