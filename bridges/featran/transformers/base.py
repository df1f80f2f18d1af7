"""The contract of a transformer.

A transformer is a frozen dataclass of Featran's constructor arguments, in Featran's order and with
its defaults (snake_case here, see ``parameters`` for Featran's spelling). C is its summary: what
its aggregator learnt. Where no row was present the summary is None, and whoever holds it skips one
column named after the transformer; no method here is called with None.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import MISSING, dataclass, fields
from typing import Any, ClassVar, Generic, TypeVar

from bridges.featran.aggregators.base import Aggregator
from bridges.featran.block import Block
from bridges.featran.columns import Kind
from bridges.featran.errors import FeatranError, require
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.jvm import doubles

C = TypeVar("C")

#: Where Featran's classes live; settings name them.
PACKAGE = "com.spotify.featran.transformers"


@dataclass(frozen=True)
class Transformer(ABC, Generic[C]):
    """One feature's rule: learn C from all values, then turn each value into d columns."""

    name: str

    #: The element type of the getter that feeds it.
    kind: ClassVar[Kind]
    #: Whether null is skipped once something was learnt; elsewhere the JVM throws.
    skips_null: ClassVar[bool] = False

    def __post_init__(self) -> None:
        require(bool(self.name), "name cannot be null or empty")
        self.check()

    def check(self) -> None:
        """Refuse constructor arguments as Featran does.

        Raises
        ------
        IllegalArgument
            With Featran's message.
        """

    @abstractmethod
    def aggregator(self, flavour: Flavour = DEFAULT) -> Aggregator[Any, C]:
        """Return what learns C from columns of ``kind``."""

    @abstractmethod
    def dimension(self, summary: C) -> int:
        """Return the number of columns d."""

    @abstractmethod
    def names(self, summary: C) -> list[str]:
        """Return the names of the columns."""

    @abstractmethod
    def apply(self, column: Any, summary: C) -> Block:
        """Return the features of a column of ``kind``, [n, d], by numpy."""

    def apply_tf(self, column: Any, summary: C) -> Any:
        """Return the features of a column as TensorFlow ops.

        Raises
        ------
        FeatranError
            If the transformer has no TensorFlow rule.
        """
        raise FeatranError(
            f"{type(self).__name__} has no TensorFlow rule",
            where=self.name,
            next_step="extract this feature with the numpy engine",
        )

    @abstractmethod
    def encode(self, summary: C, flavour: Flavour = DEFAULT) -> str:
        """Return C as the text ``aggregators`` of the settings."""

    @abstractmethod
    def decode(self, text: str) -> C:
        """Return C from its text.

        Raises
        ------
        FeatranError
            Where Featran's own decoder fails.
        """

    def params(self, flavour: Flavour = DEFAULT) -> dict[str, str]:
        """Return the constructor arguments as the settings write them, in their order."""
        values = {p.name: getattr(self, p.field) for p in parameters(type(self))[1:]}
        return {name: param_text(value, flavour) for name, value in values.items()}


@dataclass(frozen=True)
class OneColumn(Transformer[C]):
    """A transformer with one column that bears its name."""

    def dimension(self, summary: C) -> int:
        """Return 1."""
        return 1

    def names(self, summary: C) -> list[str]:
        """Return the transformer's name."""
        return [self.name]


@dataclass(frozen=True)
class Parameter:
    """A constructor argument: ``name`` in Scala, ``field`` here; no default means required.

    ``type`` is Scala's: String, Double, Int, Boolean or Array[Double]. A ``seed`` that Featran
    draws at random has the default None, and learning without a seed is refused.
    """

    name: str
    field: str
    type: str
    default: Any = MISSING

    @property
    def required(self) -> bool:
        """Whether a caller has to pass it."""
        return self.default is MISSING


_SCALA_TYPES = {
    "str": "String",
    "float": "Double",
    "int": "Int",
    "bool": "Boolean",
    "int | None": "Int",
    "tuple[float, ...]": "Array[Double]",
}


def parameters(transformer: type[Transformer[Any]]) -> tuple[Parameter, ...]:
    """Return the constructor arguments in Featran's order."""
    return tuple(
        Parameter(camel(f.name), f.name, _SCALA_TYPES[str(f.type)], f.default)
        for f in fields(transformer)
    )


def camel(field: str) -> str:
    """Return Featran's spelling of a field: ``hash_bucket_size`` is ``hashBucketSize``."""
    first, *rest = field.split("_")
    return first + "".join(part.capitalize() for part in rest)


def param_text(value: Any, flavour: Flavour) -> str:
    """Return a constructor argument as text."""
    match value:
        case bool():
            return "true" if value else "false"
        case float():
            return doubles.to_string(value, flavour.jdk)
        case tuple():
            return "[" + ",".join(doubles.to_string(v, flavour.jdk) for v in value) + "]"
        case _:
            return str(value)


def indexed(name: str, count: int) -> list[str]:
    """Return ``name_0 … name_{count − 1}``."""
    return [f"{name}_{i}" for i in range(count)]
