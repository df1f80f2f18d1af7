"""Scala files to specs: every spec of them, what was refused, and the ledger of DSL calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from bridges.featran.getters.types import RecordOf
from migrate.errors import BadInput, UsageError
from migrate.featran.scala.definitions import Program
from migrate.featran.scala.expressions import HANDLERS
from migrate.featran.scala.markdown import scala_blocks
from migrate.featran.scala.reader import Reader
from migrate.featran.scala.records import avro_records
from migrate.featran.scala.result import SpecReading
from migrate.featran.scala.sites import sites
from migrate.featran.scala.tree import Source, brief, broken, parse
from migrate.featran.scala.types import Types
from migrate.featran.scala.work import Work


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
    work = Work(reader)
    work.read(files)
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
