"""Helpers: Scala text in, specs and refusals out, in one line each."""

from pathlib import Path

from bridges.featran.getters.show import show
from migrate.featran import SpecReading, read_scala

HEAD = """import com.spotify.featran._
import com.spotify.featran.converters._
import com.spotify.featran.transformers._
"""


def read(tmp_path: Path, source: str, *, name: str = "Spec.scala", **options) -> SpecReading:
    path = tmp_path / name
    path.write_text(source, encoding="utf-8")
    return read_scala([path], **options)


def features(reading: SpecReading, spec: str = "") -> list[str]:
    """``name: getter`` of every feature, with its transformer and default where they say more."""
    chosen = reading.choose(spec).spec
    groups = getattr(chosen, "specs", None) or (chosen,)
    return [f"{f.name}: {show(f.getter.getter.body)}" for group in groups for f in group.features]


def refusals(reading: SpecReading) -> list[str]:
    """``code line`` of every finding."""
    return [f"{f.code} {f.location.line}" for f in reading.findings]
