"""``migrate bridge inspect``: what data files hold, without converting them."""

from __future__ import annotations

import json
import sys
from typing import Any

from rich.console import Console
from rich.text import Text

from bridges.convert import Options, codecs_of, first_rows, open_dataset, rows_of, shards_of
from bridges.schema import Duration, Enum, Field, Union, Uuid
from bridges.schema.arrow_out import arrow_type
from migrate.bridge.failures import told
from migrate.bridge.summary import in_words
from migrate.bridge.values import rows
from migrate.errors import ExitCode
from migrate.report.lines import printable

#: Longer values are cut in the list of first records; JSON has them whole.
_WIDTH = 60
#: What Arrow's name of a type does not tell.
_NOTED = (Enum, Uuid, Duration, Union)


def inspect(path: str, options: Options, records: int, *, as_json: bool) -> ExitCode:
    """Print format, schema, rows, codec, splits and the first records of what is at ``path``."""
    with told():
        dataset = open_dataset(path, options)
        found = {
            "path": path,
            "format": dataset.format.value,
            "files": len(dataset.files),
            "bytes": dataset.size,
            "codecs": list(codecs_of(dataset)),
            "splits": len(shards_of(dataset, options)),
            "rows": rows_of(dataset, options),
            "schema": [_described(field) for field in dataset.schema.fields],
            "records": rows(first_rows(dataset, options, records)),
        }
    if as_json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    else:
        _show(found)
    return ExitCode.CLEAN


def _described(field: Field) -> dict[str, Any]:
    arrow = str(arrow_type(field.type))
    noted = f"{type(field.type).__name__.lower()} as {arrow}"
    kind = noted if isinstance(field.type, _NOTED) else arrow
    return {"name": field.name, "type": kind, "nullable": field.nullable}


def _show(found: dict[str, Any]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    head = (
        f"{found['path']}: {found['files']} {found['format']} file(s), {in_words(found['bytes'])}, "
        f"{', '.join(found['codecs']) or 'no codec'}, {found['rows']:,} rows, "
        f"{found['splits']} split(s)"
    )
    console.print(Text(printable(head, console.encoding)))
    for field in found["schema"]:
        optional = " or null" if field["nullable"] else ""
        line = f"  {field['name']}: {field['type']}{optional}"
        console.print(Text(printable(line, console.encoding)))
    for index, record in enumerate(found["records"]):
        console.print(Text(f"record {index}", style="bold"))
        for name, value in record.items():
            line = f"  {name} = {_cut(json.dumps(value, ensure_ascii=False))}"
            console.print(Text(printable(line, console.encoding)))


def _cut(text: str) -> str:
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"
