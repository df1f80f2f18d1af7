"""The comparison as one HTML page that needs nothing else: no network, no script to be read.

The script sorts, filters and searches; equal results give equal bytes. Values go through Jinja's
autoescape. Masked columns are masked in the result already, and nothing here sees more.
"""

from __future__ import annotations

from migrate import __version__
from migrate.codes import catalogue
from migrate.parity.model import Compatibility, ParityResult
from migrate.parity.report import numbers, views, words
from migrate.report.page import asset, environment, policy

_HERE = "migrate.parity.report"
#: With more columns than these, those of equal types are folded away.
FEW_COLUMNS = 24


def render(result: ParityResult) -> str:
    """The whole page."""
    style = asset("style.css") + asset("parity.css", _HERE)
    script = asset("script.js") + asset("parity.js", _HERE)
    made = environment(_HERE)
    made.filters.update(
        count=numbers.count,
        number=numbers.number,
        share=numbers.share,
        size=numbers.size,
        moment=numbers.moment,
        duration=numbers.duration,
    )
    return made.get_template("parity.html.j2").render(
        result=result,
        tone=_tone(result),
        headline=words.headline(result),
        verdict=words.verdict_line(result),
        check_line=words.check_line,
        alignment=words.alignment_line(result),
        short_name=words.short_name,
        explained=words.explained(result),
        segments=views.segments(result),
        row_classes=words.ROW_CLASSES,
        fields=views.fields(result),
        causes=views.causes(result),
        samples=views.samples(result),
        distributions=views.distributions(result),
        compatibility=words.COMPATIBILITY,
        changed_columns=[c for c in result.schema if _is_changed(c.compatibility) or c.ignored],
        few_columns=FEW_COLUMNS,
        codes=catalogue(),
        version=__version__,
        style=style,
        script=script,
        policy=policy(style, script),
    )


def _tone(result: ParityResult) -> str:
    return "good" if result.verdict.passed else "bad"


def _is_changed(compatibility: Compatibility) -> bool:
    return compatibility is not Compatibility.IDENTICAL
