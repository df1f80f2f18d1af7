"""What a Scala expression is to the reader: a typed getter expression, or a thing of the DSL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeAlias

from bridges.featran.columns import Value as Default
from bridges.featran.getters.ast import Expr, Getter, Lit
from bridges.featran.getters.types import Type
from bridges.featran.transformers.base import Transformer
from migrate.featran.scala.scope import Definition, Scope, TypeIn
from migrate.featran.scala.tree import Node
from migrate.findings import Location


@dataclass(frozen=True, slots=True)
class Typed:
    """A value of a getter's world; without free variables it is a constant.

    ``java`` marks what an Avro getter returned: a ``java.util`` collection until ``asScala``.
    """

    expr: Expr
    java: bool = False

    @property
    def type(self) -> Type:
        return self.expr.type


class Apply(Protocol):
    """A function of the source: arguments and the expected result type to a value."""

    def __call__(self, args: list[Value], expected: Type | None) -> Value: ...


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A lambda, a method, or a placeholder expression; ``arity`` None takes any number.

    ``cases`` are those of a function that is partial, ``scope`` where they stand.
    """

    apply: Apply
    arity: int | None
    what: str
    params: tuple[Type | None, ...] = ()
    cases: Node | None = None
    scope: Scope | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Object:
    """An ``object`` or a package: its members are the names of its scope.

    ``definition`` is where the source defines it, if it does.
    """

    name: str
    scope: Scope
    definition: Definition | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """A dotted name of a library, like ``scala.math`` or ``com.spotify.featran``."""

    path: str


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """A static collection whose items are things of the DSL.

    ``keys`` are those of a map, whose items are pairs; ``ordered`` says that it is read in the
    order of the source; ``declared`` is the type that it was last given.
    """

    items: tuple[Value, ...]
    keys: tuple[Any, ...] | None = None
    ordered: bool = True
    declared: TypeIn | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A tuple whose items are not all getter expressions."""

    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True, eq=False)
class TransformerValue:
    """A transformer; ``before`` are the functions of ``contramap``, the one applied first first."""

    transformer: Transformer[Any]
    location: Location
    before: tuple[Function, ...] = ()

    @property
    def name(self) -> str:
        return self.transformer.name


@dataclass(frozen=True, slots=True, eq=False)
class FeatureRead:
    """One ``required`` or ``optional`` that could be read."""

    getter: Getter
    transformer: TransformerValue
    required: bool
    default: Default | None = None
    location: Location = field(default_factory=Location)

    @property
    def name(self) -> str:
        return self.transformer.name


@dataclass(frozen=True, slots=True, eq=False)
class FeatureRefused:
    """One that could not; ``name`` where at least the transformer was understood."""

    name: str | None
    location: Location


@dataclass(frozen=True, slots=True, eq=False)
class CrossRead:
    """``cross((left, right))(function)``; the function takes two doubles."""

    left: str
    right: str
    function: Getter
    location: Location


@dataclass(frozen=True, slots=True, eq=False)
class SpecValue:
    """A ``FeatureSpec`` as far as it was read; ``record`` is its T."""

    record: Type
    features: tuple[FeatureRead | FeatureRefused, ...] = ()
    crossings: tuple[CrossRead, ...] = ()
    complete: bool = True

    def plus(self, feature: FeatureRead | FeatureRefused) -> SpecValue:
        """Append a feature."""
        whole = self.complete and isinstance(feature, FeatureRead)
        return replace(self, features=(*self.features, feature), complete=whole)


@dataclass(frozen=True, slots=True, eq=False)
class MultiValue:
    """A ``MultiFeatureSpec``."""

    specs: tuple[SpecValue, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Extracted:
    """What ``extract`` and its kin return: the spec is done, the rest is not the reader's."""

    spec: SpecValue | MultiValue


@dataclass(frozen=True, slots=True, eq=False)
class ClassValue:
    """A class of the source in the position of a constructor."""

    name: str
    node: Node
    scope: Scope


@dataclass(frozen=True, slots=True, eq=False)
class Regex:
    """``"…".r``: a constant pattern that Java and Python read alike."""

    source: Lit


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """A case class of the source that holds functions or things of the DSL, by field."""

    made: ClassValue
    fields: Mapping[str, Value]


@dataclass(frozen=True, slots=True, eq=False)
class Defaulted:
    """``map.withDefaultValue(x)``: ``other`` gives what ``map(key)`` is where there is no key."""

    map: Typed
    other: Function


@dataclass(frozen=True, slots=True, eq=False)
class Attempt:
    """``Try(expr)``: what ``expr`` throws is a value."""

    expr: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Decimal:
    """``BigDecimal(x)``: the double that ``toDouble`` gives; ``rounded`` after ``setScale``."""

    expr: Expr
    rounded: bool = False


Value: TypeAlias = (
    Typed
    | Decimal
    | Attempt
    | Regex
    | Function
    | Object
    | Library
    | Listed
    | Pair
    | Instance
    | Defaulted
    | TransformerValue
    | SpecValue
    | MultiValue
    | Extracted
    | ClassValue
)
Builtin: TypeAlias = Callable[..., Value]
