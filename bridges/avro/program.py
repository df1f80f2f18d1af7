"""Compiles a writer's schema, seen through a reader's, to a program for the decoding kernel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bridges.avro.columns import Column, Tree, make_tree, non_null, row_fields
from bridges.avro.errors import SchemaMismatch
from bridges.avro.opcodes import (
    BULK,
    BULK_4,
    BULK_8,
    BULK_LONGS,
    EXTRA,
    JUMP,
    NULL_AT,
    OP,
    WIDTH,
    Op,
)
from bridges.avro.resolve import (
    check,
    choose_branch,
    describe,
    match_fields,
    refuse_missing,
    symbol_table,
)
from bridges.avro.wire import Kind, Missing, Wire
from bridges.schema import Decimal, Schema, Union


@dataclass(frozen=True, slots=True)
class Program:
    """Code and tables for the kernel; ``notes[pc]`` says which field an instruction reads."""

    code: npt.NDArray[np.int64]
    tables: npt.NDArray[np.int64]
    notes: tuple[str, ...]
    tree: Tree
    counters: int
    defaults: Mapping[int, Any]


def compile_program(writer: Wire, reader: Wire, schema: Schema) -> Program:
    """The program that decodes ``writer``'s bytes to the columns of ``schema`` (``reader``'s)."""
    compiler = _Compiler(make_tree(schema, reader))
    if schema.wrapped:
        compiler.value(writer, row_fields(reader, schema)[0].type, compiler.tree.roots[0])
    else:
        check(writer, reader, schema.name)
        compiler.record_fields(writer, reader, compiler.tree.roots, schema.name)
    compiler.emit(Op.END, None, "the row")
    return compiler.finish()


@dataclass(slots=True)
class _Compiler:
    tree: Tree
    code: list[list[int]] = field(default_factory=list)
    tables: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    defaults: dict[int, Any] = field(default_factory=dict)
    filled: set[int] = field(default_factory=set)
    skip_levels: int = 0

    def finish(self) -> Program:
        """The program as arrays."""
        self._refuse_two_sources()
        counters = self.tree.counters + self.skip_levels
        code = np.array(self.code, np.int64).reshape(-1, WIDTH)
        tables = np.array(self.tables or [0], np.int64)
        return Program(code, tables, tuple(self.notes), self.tree, counters, self.defaults)

    def _refuse_two_sources(self) -> None:
        """Branches of one writer's union may not differ in what they leave to a default."""
        for index in self.filled & self.defaults.keys():
            raise SchemaMismatch(
                "some branches of the writer's union have this field and some leave the default",
                where=self.tree.every[index].path,
                next_step="read the file with its own schema",
            )

    def emit(
        self, op: Op, column: Column | None, note: str = "", arg: int = 0, extra: int = 0
    ) -> int:
        """Append an instruction; its place is returned."""
        index = len(self.tree.every) if column is None else column.index
        level = column.level if column else 0
        self.code.append([op, index, level, -1, 0, arg, extra, 0])
        self.notes.append(note or (column.path if column else ""))
        return len(self.code) - 1

    def value(self, writer: Wire, reader: Wire, column: Column) -> None:
        """Any value, with its nulls and branches."""
        if writer.kind is not Kind.UNION:
            self._branch(writer, reader, column)
        elif self._is_plain_optional(writer, reader, column):
            self._optional(writer, non_null(reader)[0], column)
        else:
            self._union(writer, lambda branch: self._branch(branch, reader, column), column)

    def _is_plain_optional(self, writer: Wire, reader: Wire, column: Column) -> bool:
        if len(writer.inner) != 2 or len(non_null(writer)) != 1:
            return False
        one_branch = column.nullable and len(non_null(reader)) == 1
        return one_branch and choose_branch(non_null(writer)[0], non_null(reader)) is not None

    def _optional(self, writer: Wire, reader: Wire, column: Column) -> None:
        start = len(self.code)
        if reader.kind is Kind.RECORD:
            self.emit(Op.SET_VALID, column)
        self.plain(non_null(writer)[0], reader, column)
        self._null_at(start, writer)

    def _null_at(self, start: int, writer: Wire) -> None:
        """Makes the instruction at ``start`` read whether a value is there at all."""
        kinds = [branch.kind for branch in writer.inner]
        self.code[start][NULL_AT] = kinds.index(Kind.NULL)
        self.code[start][JUMP] = len(self.code)

    def _union(self, writer: Wire, branch: Callable[[Wire], None], column: Column | None) -> None:
        """A jump table; a branch the reader cannot take fails when a value has it."""
        here = self.emit(Op.UNION, None, column.path if column else "", arg=len(writer.inner))
        self.code[here][JUMP] = base = len(self.tables)
        self.tables.extend([0] * len(writer.inner))
        exits, refused = [], []
        for index, inner in enumerate(writer.inner):
            self.tables[base + index] = len(self.code)
            mark, filled, defaults = len(self.code), set(self.filled), dict(self.defaults)
            try:
                branch(inner)
            except SchemaMismatch as error:
                del self.code[mark:], self.notes[mark:]
                self.filled, self.defaults = filled, defaults
                self.emit(Op.FAIL, None, f"{column.path if column else ''}: {error.what}")
                refused.append(error)
            exits.append(self.emit(Op.GOTO, None))
        if refused and len(refused) == len(writer.inner):
            raise refused[0]
        for place in exits:
            self.code[place][JUMP] = len(self.code)

    def _branch(self, writer: Wire, reader: Wire, column: Column) -> None:
        """A value that is no union, into a reader that may be one."""
        branches = reader.inner if reader.kind is Kind.UNION else (reader,)
        chosen = choose_branch(writer, branches) if reader.kind is Kind.UNION else 0
        if chosen is None:
            raise SchemaMismatch(
                f"the reader's union has no branch for {describe(writer)}", where=column.path
            )
        if branches[chosen].kind is Kind.NULL:
            check(writer, branches[chosen], column.path)
            return
        if column.nullable:
            self.emit(Op.SET_VALID, column)
        if isinstance(column.field.type, Union):
            values = [branch.kind is not Kind.NULL for branch in branches]
            column = self._set_branch(column, sum(values[:chosen]))
        self.plain(writer, branches[chosen], column)

    def _set_branch(self, column: Column, index: int) -> Column:
        self.emit(Op.SET_BRANCH, column.children[0], arg=index)
        slot = column.children[1 + index]
        if slot.nullable:
            self.emit(Op.SET_VALID, slot)
        return slot

    def plain(self, writer: Wire, reader: Wire, column: Column) -> None:
        """A value that is no union on either side."""
        check(writer, reader, column.path)
        match reader.kind:
            case Kind.NULL:
                return
            case Kind.RECORD:
                self.record_fields(writer, reader, column.children, column.path)
            case Kind.ARRAY | Kind.MAP:
                self._items(writer, reader, column)
            case Kind.ENUM:
                start = len(self.tables)
                self.tables.extend(symbol_table(writer, reader))
                note = f"{column.path}: a symbol the reader's enum {reader.name} has not"
                self.emit(Op.ENUM, column, note, arg=start, extra=len(writer.symbols))
            case Kind.FIXED if isinstance(column.field.type, Decimal):
                self.emit(Op.DECIMAL_FIXED, column, arg=column.width, extra=writer.size)
            case Kind.FIXED:
                self.emit(Op.FIXED, column, arg=writer.size)
            case Kind.BYTES if isinstance(column.field.type, Decimal):
                self.emit(Op.DECIMAL_BYTES, column, arg=column.width)
            case _:
                self.emit(_SCALARS[writer.kind, reader.kind], column, arg=column.counter)

    def _items(self, writer: Wire, reader: Wire, column: Column) -> None:
        start = self.emit(Op.LIST, column, arg=column.counter)
        if reader.kind is Kind.MAP:
            self.plain(Wire(Kind.STRING), Wire(Kind.STRING), column.children[0])
        self.value(writer.inner[0], reader.inner[0], column.children[-1])
        self._close_list(start, writer, column, column.counter)

    def _close_list(self, start: int, writer: Wire, column: Column | None, level: int) -> None:
        least = writer.inner[0].least_bytes + (1 if writer.kind is Kind.MAP else 0)
        place = self.emit(Op.NEXT, column, arg=level, extra=least)
        self.code[place][JUMP] = start + 1
        self.code[start][EXTRA] = place
        if place == start + 2 and self.code[start + 1][NULL_AT] < 0:
            self.code[place][BULK] = _BULK.get(Op(self.code[start + 1][OP]), 0)

    def record_fields(
        self, writer: Wire, reader: Wire, columns: tuple[Column, ...], path: str
    ) -> None:
        """The writer's fields in its order; then what only the reader has gets its default."""
        targets = match_fields(writer, reader)
        for position, member in enumerate(writer.fields):
            if position in targets:
                target = targets[position]
                self.filled.add(columns[target].index)
                self.value(member.type, reader.fields[target].type, columns[target])
            else:
                self.skip(member.type)
        for index, wanted in enumerate(reader.fields):
            if index in targets.values():
                continue
            if wanted.default is Missing.DEFAULT:
                raise refuse_missing(wanted, path)
            self.defaults[columns[index].index] = wanted.default

    def skip(self, writer: Wire) -> None:
        """Reads a value no column takes."""
        match writer.kind:
            case Kind.NULL:
                return
            case Kind.RECORD:
                for member in writer.fields:
                    self.skip(member.type)
            case Kind.UNION:
                self._union(writer, self.skip, None)
            case Kind.ARRAY | Kind.MAP:
                self._skip_items(writer)
            case Kind.BYTES | Kind.STRING:
                self.emit(Op.SKIP_BYTES, None)
            case Kind.INT | Kind.LONG | Kind.ENUM:
                self.emit(Op.SKIP_INTEGER, None)
            case _:
                self.emit(Op.SKIP_FIXED, None, arg=writer.least_bytes)

    def _skip_items(self, writer: Wire) -> None:
        level = self.tree.counters + self.skip_levels
        self.skip_levels += 1
        start = self.emit(Op.LIST, None, arg=level)
        if writer.kind is Kind.MAP:
            self.emit(Op.SKIP_BYTES, None)
        self.skip(writer.inner[0])
        self._close_list(start, writer, None, level)


#: Items that are read without an instruction each.
_BULK: Final = {Op.INT64: BULK_LONGS, Op.FLOAT32: BULK_4, Op.FLOAT64: BULK_8}

_SCALARS: Final[Mapping[tuple[Kind, Kind], Op]] = {
    (Kind.BOOLEAN, Kind.BOOLEAN): Op.BOOLEAN,
    (Kind.INT, Kind.INT): Op.INT32,
    (Kind.INT, Kind.LONG): Op.INT64,
    (Kind.LONG, Kind.LONG): Op.INT64,
    (Kind.INT, Kind.FLOAT): Op.INTEGER_TO_FLOAT32,
    (Kind.LONG, Kind.FLOAT): Op.INTEGER_TO_FLOAT32,
    (Kind.INT, Kind.DOUBLE): Op.INTEGER_TO_FLOAT64,
    (Kind.LONG, Kind.DOUBLE): Op.INTEGER_TO_FLOAT64,
    (Kind.FLOAT, Kind.FLOAT): Op.FLOAT32,
    (Kind.FLOAT, Kind.DOUBLE): Op.FLOAT32_TO_FLOAT64,
    (Kind.DOUBLE, Kind.DOUBLE): Op.FLOAT64,
    (Kind.BYTES, Kind.BYTES): Op.BYTES,
    (Kind.BYTES, Kind.STRING): Op.BYTES,
    (Kind.STRING, Kind.STRING): Op.BYTES,
    (Kind.STRING, Kind.BYTES): Op.BYTES,
}
