"""The files of a conversion: the module, its schema, its manifest, and long settings beside it."""

from __future__ import annotations

import hashlib
import json
from importlib import metadata
from pathlib import Path

from bridges.featran.settings.document import to_utf8, write
from bridges.featran.tf.needs import metadata_schema
from migrate import __version__
from migrate.errors import OutputConflict
from migrate.featran.idiomatic.verdicts import as_manifest, stock_of
from migrate.featran.render.form import Module
from migrate.featran.render.module import render
from migrate.featran.tft.convert import Conversion
from migrate.report.write import write_bytes

FORMAT = "paved-road/featran-tft"
#: Longer settings go into a file of their own; TFX copies only the module when it gets a path.
INLINE = 20_000


def files_of(conversion: Conversion, out: Path, sources: dict[str, bytes]) -> dict[str, bytes]:
    """Name to content, all beside the module; the manifest last."""
    from google.protobuf import text_format

    stock = {d.feature.name for d in conversion.decisions if d.replaced}
    settings = tuple(s for s in conversion.settings if s.name not in stock)
    entries = tuple(write((setting,))[1:-1] for setting in settings)
    long = sum(map(len, entries)) > INLINE
    names = _names(out)
    text = render(_module(conversion, entries, names["settings"] if long else ""))
    schema = text_format.MessageToString(metadata_schema(conversion.inputs))
    files = {out.name: text.encode(), names["schema"]: schema.encode()}
    if long:
        files[names["settings"]] = to_utf8(write(settings))
    files[names["manifest"]] = _manifest(conversion, files, sources)
    return files


def _names(out: Path) -> dict[str, str]:
    return {
        "schema": f"{out.stem}.schema.pbtxt",
        "settings": f"{out.stem}.settings.json",
        "manifest": f"{out.stem}.manifest.json",
    }


def _module(conversion: Conversion, entries: tuple[str, ...], settings_file: str) -> Module:
    options = conversion.options
    return Module(
        title=conversion.origin.title,
        specs=conversion.specs,
        record=conversion.origin.record,
        keys=conversion.keys,
        names=conversion.names,
        inputs=conversion.inputs,
        settings=entries,
        settings_file=settings_file,
        refit=options.refit,
        scala=options.flavour.scala,
        vector=options.vector,
        added=options.added,
        rejected=options.rejected,
        stock=stock_of(conversion.decisions),
    )


def _manifest(conversion: Conversion, files: dict[str, bytes], sources: dict[str, bytes]) -> bytes:
    document = {
        "format": FORMAT,
        "version": 1,
        "paved_road": __version__,
        "mode": "refit" if conversion.options.refit else "frozen",
        "scala": conversion.options.flavour.scala,
        "packages": _packages(),
        "sources": {name: _sha256(content) for name, content in sorted(sources.items())},
        "files": {name: _sha256(content) for name, content in sorted(files.items())},
        "outputs": dict(conversion.keys),
        "columns": [
            {
                "name": column.name,
                "transformer": column.transformer,
                "kind": column.kind,
                "source": column.source,
                "key": column.key,
                "place": column.place,
            }
            for column in conversion.columns
        ],
        **as_manifest(conversion.decisions),
        "refused": sorted(conversion.origin.lost) + _refused(conversion),
    }
    return to_utf8(json.dumps(document, indent=2, ensure_ascii=False) + "\n")


def _refused(conversion: Conversion) -> list[str]:
    kinds = ("feature", "crossing")
    entries = conversion.ledger.entries
    return [e.name for e in entries if e.kind in kinds and e.outcome.value == "refused"]


def _packages() -> dict[str, str]:
    found = {}
    for name in ("tensorflow", "tensorflow-transform"):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def write_files(out: Path, files: dict[str, bytes], *, force: bool) -> None:
    """Write what differs; a file that a person edited, or that is not ours, stays.

    Raises OutputConflict naming such files, unless ``force``.
    """
    directory = out.parent
    known = _known(directory / _names(out)["manifest"])
    changed = {n: c for n, c in files.items() if _present(directory / n) != c}
    manifest = _names(out)["manifest"]
    conflicts = [
        name for name in changed if name != manifest and _foreign(directory / name, known.get(name))
    ]
    if conflicts and not force:
        raise OutputConflict(
            f"edited since they were written, or not written by this command: "
            f"{', '.join(conflicts)}",
            where=str(directory),
            next_step="keep your edits elsewhere and pass --force, or choose another --out",
        )
    for name in sorted(changed, key=lambda name: name == manifest):
        write_bytes(directory / name, changed[name])


def _present(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _foreign(path: Path, written: str | None) -> bool:
    content = _present(path)
    return content is not None and _sha256(content) != written


def _known(manifest: Path) -> dict[str, str]:
    """The hashes that the last run wrote; none where its manifest is gone or damaged."""
    try:
        files = json.loads(manifest.read_text("utf-8"))["files"]
        return {str(name): str(value) for name, value in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
