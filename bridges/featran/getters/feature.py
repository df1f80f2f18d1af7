"""Translated getters and crossings as a spec's features use them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from bridges.featran.block import F64
from bridges.featran.columns import Column, Doubles, Kind, Vectors, column_of
from bridges.featran.errors import FeatranError
from bridges.featran.field import Field
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.getters import ast
from bridges.featran.getters.arrow import rows
from bridges.featran.getters.ast import Expr, Getter, Var, field_path, paths
from bridges.featran.getters.interpret import function
from bridges.featran.getters.raised import JvmException
from bridges.featran.getters.rewrite import free_variables, rebuild
from bridges.featran.getters.types import DOUBLE, STRING, OptionOf, RecordOf, SeqOf
from bridges.featran.getters.vectorised import evaluate
from bridges.featran.getters.vectors import Lists, Maybe, Rows, Rowwise, Vector, to_rows
from bridges.featran.rows import RowError


class GetterFailed(RowError, FeatranError):
    """A getter threw: the JVM would have aborted the extraction here too."""

    def __init__(self, error: JvmException, feature: str, row: int, location: str) -> None:
        self.error = error
        super().__init__(
            f"the getter of {feature!r} throws {error}",
            row,
            where=_place(location, error),
            next_step="mend the record, or make the getter take such records",
        )

    @property
    def jvm(self) -> str:
        """Exception and message as the JVM would print them."""
        return str(self.error)


def _place(location: str, error: JvmException) -> str:
    if error.at == (0, 0) or not location:
        return location
    path = location.split(":")[0] if location.count(":") <= 2 else location.rsplit(":", 2)[0]
    return f"{path}:{error.at[0]}:{error.at[1]}"


@dataclass(frozen=True)
class ScalaGetter:
    """A getter read from Scala; evaluates record batches whose columns are the record's fields."""

    kind: Kind
    getter: Getter
    feature: str = ""
    flavour: Flavour = field(default=DEFAULT)

    def evaluate(self, batch: pa.RecordBatch) -> Column:
        """Return the column of values.

        Raises
        ------
        GetterFailed
            If the getter throws for a record, naming feature, row and place.
        DataError
            If the batch is not of the record type.
        """
        plain = self._plain_field()
        if plain is not None:
            return plain.evaluate(batch)
        try:
            return self._vectorised(batch)
        except (Rowwise, RowError):  # the latter may count items, or the rows of a branch
            return self._row_by_row(batch)

    def _plain_field(self) -> Field | None:
        """The getter as a field of Arrow, where no type is converted on the way."""
        path = field_path(self.getter)
        kind = self.getter.body.type
        item = kind.item if isinstance(kind, OptionOf) else kind
        exact = item in (DOUBLE, STRING) or isinstance(item, SeqOf)
        return Field(path, self.kind) if path and exact and self.kind is not Kind.MDL else None

    def _vectorised(self, batch: pa.RecordBatch) -> Column:
        getter = self.getter
        if not isinstance(getter.row.type, RecordOf):
            raise Rowwise
        array = pa.StructArray.from_arrays(batch.columns, names=batch.schema.names)
        env: dict[str, Vector] = {getter.row.name: Rows(array, self.flavour.scala)}
        found = evaluate(getter.body, env, len(batch), self.flavour)
        present = np.ones(len(batch), dtype=np.bool_)
        if isinstance(found, Maybe):
            present, found = found.present, found.inner
        if self.kind is Kind.DOUBLE and isinstance(found, np.ndarray):
            values = np.zeros(len(batch))
            values[present] = found
            return Doubles(values, present)
        if self.kind is Kind.VECTOR and present.all():
            plain = _scalars_of(found)
            if plain is not None:
                return Vectors(*plain, present)
        items = iter(to_rows(found))
        return column_of(self.kind, [next(items) if here else None for here in present.tolist()])

    def _row_by_row(self, batch: pa.RecordBatch) -> Column:
        getter = self.getter
        records = rows(batch, getter.row.type, paths(getter), self.flavour.scala)
        run = function(getter, self.flavour)
        found: list[Any] = []
        for row, record in enumerate(records):
            try:
                found.append(run(record))
            except JvmException as error:
                raise GetterFailed(error, self.feature, row, getter.location) from error
        if isinstance(getter.body.type, OptionOf):
            found = [v[0] if v else None for v in found]
        return column_of(self.kind, found)


@dataclass(frozen=True)
class ScalaCross:
    """A crossing's function of two doubles, read from Scala."""

    getter: Getter
    flavour: Flavour = field(default=DEFAULT)

    def __call__(self, left: F64, right: F64, /) -> F64:
        """Return the results elementwise, of the same shape."""
        try:
            return self._by_columns(left.ravel(), right.ravel()).reshape(left.shape)
        except Rowwise:
            return self._pair_by_pair(left, right)

    def _by_columns(self, left: F64, right: F64) -> F64:
        row = self.getter.row
        sides: dict[Expr, Expr] = {
            ast.Field(row, "_1"): Var("_1", DOUBLE),
            ast.Field(row, "_2"): Var("_2", DOUBLE),
        }
        body = _replaced(self.getter.body, sides)
        if not free_variables(body) <= {"_1", "_2"}:
            raise Rowwise
        found = evaluate(body, {"_1": left, "_2": right}, len(left), self.flavour)
        if not isinstance(found, np.ndarray):
            raise Rowwise
        return found

    def _pair_by_pair(self, left: F64, right: F64) -> F64:
        run = function(self.getter, self.flavour)
        pairs = zip(left.ravel().tolist(), right.ravel().tolist(), strict=True)
        found = np.fromiter((run(pair) for pair in pairs), dtype=np.float64, count=left.size)
        return found.reshape(left.shape)


def _scalars_of(found: Vector) -> tuple[Any, Any] | None:
    """Offsets and items of lists of scalars; None of anything else."""
    if isinstance(found, Lists) and isinstance(found.inner, np.ndarray):
        return found.offsets, found.inner
    return None


def _replaced(node: Expr, values: Mapping[Expr, Expr]) -> Expr:
    """The expression with some of its parts replaced."""
    if node in values:
        return values[node]
    return rebuild(node, lambda child: _replaced(child, values))
