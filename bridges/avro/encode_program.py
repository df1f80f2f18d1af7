"""Compiles a schema to a program for the encoding kernel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from bridges.avro.columns import Column, Tree, make_tree
from bridges.avro.opcodes import EXTRA, JUMP, NULL_AT, WIDTH, Op
from bridges.avro.wire import Kind, Wire
from bridges.schema import Decimal, Schema, Union


@dataclass(frozen=True, slots=True)
class EncodeProgram:
    """Code and jump tables for the kernel; ``notes[pc]`` names an instruction's field."""

    code: npt.NDArray[np.int64]
    tables: npt.NDArray[np.int64]
    notes: tuple[str, ...]
    tree: Tree


def compile_encoder(wire: Wire, schema: Schema) -> EncodeProgram:
    """The program that writes the columns of ``schema`` as ``wire`` says."""
    compiler = _Compiler(make_tree(schema, wire))
    for column in compiler.tree.roots:
        compiler.value(column)
    compiler.emit(Op.END, None)
    return compiler.finish()


@dataclass(slots=True)
class _Compiler:
    tree: Tree
    code: list[list[int]] = field(default_factory=list)
    tables: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def finish(self) -> EncodeProgram:
        """The program as arrays."""
        code = np.array(self.code, np.int64).reshape(-1, WIDTH)
        tables = np.array(self.tables or [0], np.int64)
        return EncodeProgram(code, tables, tuple(self.notes), self.tree)

    def emit(self, op: Op, column: Column | None, arg: int = 0, extra: int = 0) -> int:
        """Append an instruction; its place is returned."""
        index = len(self.tree.every) if column is None else column.index
        level = column.level if column else 0
        self.code.append([op, index, level, -1, 0, arg, extra, 0])
        self.notes.append(column.path if column else "the row")
        return len(self.code) - 1

    def value(self, column: Column) -> None:
        """A value with its nulls and branches, as its own schema orders them."""
        wire = column.wire
        if wire.kind is not Kind.UNION:
            self._plain(wire, column)
            return
        kinds = [branch.kind for branch in wire.inner]
        start = len(self.code)
        if isinstance(column.field.type, Union):
            self._branches(wire, column)
        elif len(kinds) == 1:
            self.emit(Op.SET_BRANCH, None)
            self._plain(wire.inner[0], column)
            return
        else:
            self._plain(wire.inner[1 - kinds.index(Kind.NULL)], column)
        if Kind.NULL in kinds:
            self.code[start][NULL_AT] = kinds.index(Kind.NULL)
            self.code[start][JUMP] = len(self.code)

    def _branches(self, wire: Wire, column: Column) -> None:
        """Jumps by ``@branch``; the table holds Avro's own index, which counts the null too."""
        slots = [(i, inner) for i, inner in enumerate(wire.inner) if inner.kind is not Kind.NULL]
        base = len(self.tables)
        self.emit(Op.UNION, column, arg=len(slots), extra=base)
        self.tables.extend([0] * (2 * len(slots)))
        exits = []
        for place, (index, inner) in enumerate(slots):
            self.tables[base + 2 * place] = index
            self.tables[base + 2 * place + 1] = len(self.code)
            self._plain(inner, column.children[1 + place])
            exits.append(self.emit(Op.GOTO, None))
        for exit_ in exits:
            self.code[exit_][JUMP] = len(self.code)

    def _plain(self, wire: Wire, column: Column) -> None:
        match wire.kind:
            case Kind.NULL:
                return
            case Kind.RECORD:
                # Says nothing, and is where a nullable record's null is said.
                self.emit(Op.NOTHING, column)
                for child in column.children:
                    self.value(child)
            case Kind.ARRAY | Kind.MAP:
                self._items(column)
            case Kind.FIXED if isinstance(column.field.type, Decimal):
                self.emit(Op.DECIMAL_FIXED, column, arg=column.width, extra=wire.size)
            case Kind.BYTES if isinstance(column.field.type, Decimal):
                self.emit(Op.DECIMAL_BYTES, column, arg=column.width)
            case _:
                self.emit(_OPS[wire.kind], column, arg=wire.size)

    def _items(self, column: Column) -> None:
        start = self.emit(Op.LIST, column, arg=column.counter)
        for child in column.children:
            self.value(child)
        place = self.emit(Op.NEXT, None, arg=column.counter)
        self.code[place][JUMP] = start + 1
        self.code[start][EXTRA] = place


_OPS: Final[Mapping[Kind, Op]] = {
    Kind.BOOLEAN: Op.BOOLEAN,
    Kind.INT: Op.INT32,
    Kind.LONG: Op.INT64,
    Kind.FLOAT: Op.FLOAT32,
    Kind.DOUBLE: Op.FLOAT64,
    Kind.BYTES: Op.BYTES,
    Kind.STRING: Op.BYTES,
    Kind.FIXED: Op.FIXED,
    Kind.ENUM: Op.ENUM,
}
