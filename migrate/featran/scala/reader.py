"""The reader: one walk over Scala expressions, for getters, constants and specs alike.

An expression evaluates to a :data:`~migrate.featran.scala.values.Value`. What a row decides becomes
a typed getter expression; what the source alone decides is computed here and now. How each kind of
syntax evaluates is in the table that the reader is given (``expressions``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from bridges.featran.getters.ast import Expr, Var
from bridges.featran.getters.rewrite import free_variables
from bridges.featran.getters.types import Type
from migrate.codes import finding
from migrate.featran.scala import choices
from migrate.featran.scala.coercion import Mismatch, coerce
from migrate.featran.scala.definitions import Program
from migrate.featran.scala.placeholders import placeholders
from migrate.featran.scala.refusal import Refused, refuse
from migrate.featran.scala.scope import Definition, Evaluated, Scope, Unknown
from migrate.featran.scala.tree import Node, brief
from migrate.featran.scala.types import Types
from migrate.featran.scala.values import Decimal, Function, Typed, Value
from migrate.findings import Finding

if TYPE_CHECKING:
    from migrate.featran.scala.recursion import Recursive

Handler: TypeAlias = "Callable[[Reader, Node, Scope, Type | None], Value]"
_DEEPEST = 120


@dataclass(slots=True)
class Reader:
    """What one reading knows: the files, the handlers, and the values given for parameters."""

    program: Program
    types: Types
    handlers: Mapping[str, Handler]
    params: Mapping[str, str] = field(default_factory=dict)
    used_params: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    outcomes: dict[int, str] = field(default_factory=dict)
    record: str = ""
    active: list[tuple[int, int]] = field(default_factory=list)
    recursive: dict[tuple[int, int], Recursive] = field(default_factory=dict)
    depth: int = 0
    counter: int = 0
    initialising: list[tuple[dict[int, tuple[int, int]], tuple[int, int]]] = field(
        default_factory=list
    )

    def fresh(self, name: str, kind: Type) -> Var:
        """A variable of its own; what follows ``#`` goes when the getter is done."""
        self.counter += 1
        return Var(f"{name}#{self.counter}", kind)

    def expression(self, node: Node, scope: Scope, expected: Type | None = None) -> Value:
        """The value of ``node`` where underscores in it would make it a function."""
        bound = placeholders(node)
        # An operand of ``_.a + _.b`` holds an underscore that the whole has bound already.
        if not bound or any(bound[0].id in level.placeholders for level in scope.chain()):
            return self.value(node, scope, expected)
        return self._anonymous(node, bound, scope)

    def value(self, node: Node, scope: Scope, expected: Type | None = None) -> Value:
        """The value of ``node``; raises Refused."""
        handler = self.handlers.get(node.type)
        if handler is None:
            raise self.refuse("FT004", f"{node.type.replace('_', ' ')}: {brief(node)}", node, scope)
        if self.depth > _DEEPEST:
            raise self.refuse("FT013", f"this is nested or recursive: {brief(node)}", node, scope)
        self.depth += 1
        try:
            return handler(self, node, scope, expected)
        finally:
            self.depth -= 1

    def typed(self, node: Node, scope: Scope, expected: Type | None = None) -> Expr:
        """The getter expression of ``node``, brought to ``expected``; raises Refused."""
        return self.as_typed(self.expression(node, scope, expected), node, scope, expected)

    def as_typed(
        self, value: Value, node: Node, scope: Scope, expected: Type | None = None
    ) -> Expr:
        """A value that must be a getter expression; raises Refused."""
        value = choices.as_choice(self, value, expected)
        if not isinstance(value, Typed):
            raise self.refuse("FT004", f"{describe(value)} where a value is needed", node, scope)
        if expected is None:
            return value.expr
        try:
            return coerce(value.expr, expected)
        except Mismatch as error:
            raise self.refuse("FT012", f"{error}: {brief(node)}", node, scope) from error

    def refuse(self, code: str, what: str, node: Node, scope: Scope) -> Refused:
        """The refusal of ``node``."""
        return refuse(code, what, scope.source, node)

    def apply(
        self, value: Value, args: list[Value], node: Node, scope: Scope, expected: Type | None
    ) -> Value:
        """``value(args)`` for a getter expression: an item of a collection, map or string."""
        from migrate.featran.scala.members.applying import apply_typed

        return apply_typed(self, value, args, node, scope, expected)

    @contextmanager
    def inside(self, method: Definition) -> Iterator[None]:
        """Read a method's body."""
        self.active.append((method.node.id, id(method.scope)))
        try:
            yield
        finally:
            self.active.pop()

    @contextmanager
    def initialise(self, order: dict[int, tuple[int, int]], val: int) -> Iterator[None]:
        """Compute a ``val`` of a template whose members are initialised in ``order``."""
        if val not in order:
            yield
            return
        self.initialising.append((order, order[val]))
        try:
            yield
        finally:
            self.initialising.pop()

    @contextmanager
    def later(self) -> Iterator[None]:
        """Read what runs when everything is initialised: the body of a getter."""
        before, self.initialising = self.initialising, []
        try:
            yield
        finally:
            self.initialising = before

    def take_over(self, evaluated: Evaluated) -> None:
        """Make the outcomes and findings of an earlier reading part of this one."""
        self.outcomes.update(evaluated.outcomes)
        known = set(self.findings)
        self.findings += [f for f in evaluated.findings if f not in known]

    def note_default(self, unknown: Unknown) -> None:
        """Say once that a parameter's default stands in for what callers may pass."""
        if unknown.name in self.used_params:
            return
        self.used_params.add(unknown.name)
        self.findings.append(
            finding(
                "FT014",
                f"the default of parameter {unknown.name} is used",
                location=unknown.source.place(unknown.node),
                subject=unknown.name,
            )
        )

    def _anonymous(self, node: Node, bound: list[Node], scope: Scope) -> Function:
        def apply(args: list[Value], expected: Type | None) -> Value:
            inner = scope.child(runtime=scope.runtime or not all(map(is_static, args)))
            for mark, arg in zip(bound, args, strict=True):
                inner.placeholders[mark.id] = arg
            return self.value(node, inner, expected)

        return Function(apply, len(bound), brief(node))


def is_static(value: Value) -> bool:
    """Whether no row has a part in ``value``."""
    return not isinstance(value, Typed | Decimal) or not free_variables(value.expr)


def describe(value: Value) -> str:
    """What kind of thing a value is, for messages."""
    if isinstance(value, Typed):
        return f"a {value.type}"
    names = {
        "Function": "a function",
        "Object": "an object",
        "Library": "a library name",
        "Listed": "a list of DSL values",
        "Pair": "a tuple of DSL values",
        "Defaulted": "a map with a default",
        "Instance": "an instance that holds DSL values",
        "TransformerValue": "a transformer",
        "SpecValue": "a FeatureSpec",
        "MultiValue": "a MultiFeatureSpec",
        "Attempt": "a Try",
        "Decimal": "a BigDecimal",
        "Regex": "a regular expression",
        "Extracted": "extracted features",
        "ClassValue": "a class",
    }
    return names[type(value).__name__]
