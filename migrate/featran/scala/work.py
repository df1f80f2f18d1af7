"""One reading of files: which specs they hold, what was refused, and what each DSL call became."""

from __future__ import annotations

from dataclasses import dataclass, field

from bridges.featran.errors import FeatranError
from bridges.featran.getters.feature import ScalaGetter
from bridges.featran.model import FeatureSpec, MultiFeatureSpec, refuse_duplicates
from migrate.codes import finding
from migrate.featran.scala.calls import Call
from migrate.featran.scala.candidates import (
    is_abstract,
    is_concrete,
    is_member,
    is_one_of_several,
    may_be_spec,
)
from migrate.featran.scala.closing import closed
from migrate.featran.scala.methods import definition
from migrate.featran.scala.modelling import sites_of, to_spec
from migrate.featran.scala.names import lookup
from migrate.featran.scala.positions import Place, positions
from migrate.featran.scala.reader import Reader
from migrate.featran.scala.refusal import BOUND, Refused
from migrate.featran.scala.result import ReadSpec, SpecReading
from migrate.featran.scala.scope import Definition, Scope, Unknown
from migrate.featran.scala.sites import Site, base, chain_top, sites
from migrate.featran.scala.templates import object_scope
from migrate.featran.scala.tree import Node, Source, brief, broken, need, part, text
from migrate.featran.scala.values import Extracted, MultiValue, SpecValue, Value
from migrate.findings import Location

_VARIABLE = frozenset({"var_definition", "assignment_expression"})
_MEMBERS = frozenset({"val_definition", "function_definition"})


@dataclass(slots=True)
class Work:
    """The state of one reading."""

    reader: Reader
    specs: dict[str, ReadSpec] = field(default_factory=dict)
    unread: dict[str, Location] = field(default_factory=dict)
    inventory: list[tuple[Site, Source]] = field(default_factory=list)
    entered: dict[int, Value] = field(default_factory=dict)
    inherited: set[int] = field(default_factory=set)
    kept: list[tuple[Scope, str, SpecValue | MultiValue, Location]] = field(default_factory=list)
    runs: list[tuple[Scope, str, Extracted, Location]] = field(default_factory=list)

    def read(self, files: list[Scope]) -> None:
        """Read the specs of all files: what objects hold, then classes, then chains alone.

        A class or trait is read by itself only where no object has shown what it gives.
        """
        for scope in files:
            found = list(sites(scope.source.root))
            self.inventory += [(s, scope.source) for s in found]
            if found:
                self._note_errors(scope.source)
        if not self.inventory:
            return
        visits = [self._visits(scope) for scope in files]
        for step in (self._of_objects, self._of_classes, self._of_traits):
            for place in [place for places in visits for place in places]:
                step(place)
        for inner, name, value, location in self.runs:
            if not self._is_known(value):
                self._keep(inner, name, value, location)
        for scope, places in zip(files, visits, strict=True):
            self._chains(scope, {node.id: (inner, name) for node, inner, name in places})
        self._enter_all(files)

    def _visits(self, scope: Scope) -> list[Place]:
        return list(positions(scope.source.root, scope, self.reader.types))

    def _of_objects(self, place: Place) -> None:
        node, scope, _ = place
        if node.type == "object_definition" and is_concrete(node):
            self._inherited(node, scope)
        elif node.type in _MEMBERS and is_concrete(node):
            self._named(place)

    def _of_classes(self, place: Place) -> None:
        node = place[0]
        if node.type in _MEMBERS and not is_concrete(node) and not is_abstract(node):
            self._named(place)

    def _of_traits(self, place: Place) -> None:
        if place[0].type in _MEMBERS and is_abstract(place[0]):
            self._named(place)

    def _named(self, place: Place) -> None:
        """Enter what a ``val`` or method gives, unless that is part of what was entered."""
        node, scope, _ = place
        known = node.id in self.inherited or (
            not (is_member(node) and is_concrete(node)) and self._is_settled(node)
        )
        if known or (node.type == "function_definition" and not is_member(node)):
            return
        name = text(need(node, "pattern" if node.type == "val_definition" else "name")).strip("`")
        binding = scope.names.get(name)
        if isinstance(binding, Definition) and binding.node.id == node.id:
            self._member(scope, name, binding)

    def _is_settled(self, node: Node) -> bool:
        """Whether every call in ``node`` that builds a spec has been read already."""
        found = [s for s in sites(node) if s.builds]
        return bool(found) and all(s.head.id in self.reader.outcomes for s in found)

    def _inherited(self, node: Node, owner: Scope) -> None:
        """Enter the specs that an object has from its parents."""
        scope = object_scope(Definition(node, owner), self.reader.program)
        for name, binding in list(scope.names.items()):
            if isinstance(binding, Definition) and binding.scope is not scope:
                before = len(self.kept)
                self._member(scope, name, binding)
                if len(self.kept) > before:
                    self.inherited.add(binding.node.id)

    def _member(self, scope: Scope, name: str, binding: Definition) -> None:
        """Enter the spec that a member gives; anything else leaves no trace."""
        if binding.node.type not in _MEMBERS or not may_be_spec(binding.node):
            return
        findings, outcomes = list(self.reader.findings), dict(self.reader.outcomes)
        try:
            call = Call(self.reader, name, binding.node, binding.scope)
            found: Value | None = definition(call, binding)
        except Refused:
            found = None
        location = binding.scope.source.place(
            part(binding.node, "value") or need(binding.node, "body")
        )
        if isinstance(found, Extracted):
            self.runs.append((scope, name, found, location))
        elif isinstance(found, SpecValue | MultiValue) and not (
            self._is_known(found) or self._is_shown(found, outcomes)
        ):
            self._keep(scope, name, found, location)
        else:
            self.reader.findings, self.reader.outcomes = findings, outcomes

    def _is_shown(self, found: SpecValue | MultiValue, before: dict[int, str]) -> bool:
        """Whether an incomplete spec has only calls that others have shown whole."""
        specs = (found,) if isinstance(found, SpecValue) else found.specs
        changed = [k for k, v in self.reader.outcomes.items() if before.get(k) != v]
        whole = all(spec.complete for spec in specs)
        return not whole and all(before.get(k) == "converted" for k in changed)

    def _chains(self, scope: Scope, places: dict[int, tuple[Scope, str]]) -> None:
        """Read the chains that nothing has read so far."""
        chains: dict[int, tuple[Node, list[Site]]] = {}
        for site in sites(scope.source.root):
            if site.builds and site.head.id not in self.reader.outcomes:
                top = chain_top(site)
                chains.setdefault(top.id, (top, []))[1].append(site)
        for top, members in chains.values():
            inner, name = places.get(top.id, (scope, ""))
            self._chain(top, inner, name, members)

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
        if start.type == "wildcard":
            return
        if start.type == "identifier":
            found = lookup(text(start), scope, self.reader.program)
            if isinstance(found, Unknown):
                return
        location = scope.source.place(top)
        try:
            if top.parent is not None and top.parent.type in _VARIABLE:
                raise self.reader.refuse("FT002", "a spec in a variable", top, scope)
            place = broken(top)
            if place is not None:
                raise self.reader.refuse("FT002", "the grammar stops in this spec", place, scope)
            value = self.reader.expression(top, scope)
            if is_one_of_several(top) and not isinstance(value, Extracted):
                what = "which of several specs is meant is decided at run time"
                raise self.reader.refuse("FT002", what, top, scope)
            self._keep(scope, name, value, location)
        except Refused as refused:
            if refused.code != BOUND:
                self._refused(self._full_name(scope, name, location), refused, location, members)

    def _full_name(self, scope: Scope, name: str, location: Location) -> str:
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

    def _keep(self, scope: Scope, name: str, value: Value, location: Location) -> None:
        """Have a spec entered when all are known; raises Refused for another value."""
        if isinstance(value, Extracted):
            value = value.spec
        if not isinstance(value, SpecValue | MultiValue):
            raise Refused("FT002", "this chain does not make a FeatureSpec", location)
        self.kept.append((scope, name, value, location))

    def _enter_all(self, files: list[Scope]) -> None:
        """Enter the specs in the order of their places: that numbers those of one name."""
        order = {scope.source.path: at for at, scope in enumerate(files)}
        for scope, name, value, location in sorted(
            self.kept, key=lambda kept: (order.get(kept[3].path, 0), kept[3].line, kept[3].column)
        ):
            self._enter(self._full_name(scope, name, location), value, location)

    def _enter(self, name: str, value: SpecValue | MultiValue, location: Location) -> None:
        model, record, complete, lost = to_spec(value)
        self._note_duplicates(name, model, location)
        sites = sites_of(value)
        self.specs[name] = ReadSpec(name, model, record, location, complete, lost, sites)

    def _note_duplicates(
        self, name: str, model: FeatureSpec | MultiFeatureSpec, location: Location
    ) -> None:
        try:
            refuse_duplicates(model.features)
        except FeatranError as error:
            what = f"{error.what} ({', '.join(_doubles(model))})"
            self.reader.findings.append(finding("FT020", what, location=location, subject=name))

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
        return closed(self.reader, self.specs, self.unread, self.inventory)


def _doubles(model: FeatureSpec | MultiFeatureSpec) -> list[str]:
    """The places of the features that share a name with another."""
    names = [feature.name for feature in model.features]
    getters = [f.getter for f in model.features if names.count(f.name) > 1]
    return [g.getter.location for g in getters if isinstance(g, ScalaGetter)]
