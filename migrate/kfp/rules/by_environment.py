"""Rules about environment variables: read by the repository, set by the steps or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from migrate.codes import finding
from migrate.findings import Finding, Location
from migrate.kfp.environment import ALL, UNTOLD, SecretKey, asked
from migrate.kfp.rules.subject import Rule, Subject
from migrate.luigi.graph import VariableRead

_IN_OPTION = re.compile(r"\$\{(\w+)\}")
LOOK = (
    "Look which variables it needs, and add them to [environment] in migration.toml; a program "
    "that only gets all of them may need none."
)


def unset(subject: Subject) -> Iterator[Finding]:
    """Variables that no step sets, each where it is read first."""
    for name, reads in asked(subject.graph).items():
        if name in subject.environment:
            continue
        known = "was set at capture" if reads[0].was_set else "was not set at capture either"
        fails = ", and the code fails without it" if any(r.required for r in reads) else ""
        message = f"{name} is {_how(reads)}; no step sets it, it {known}{fails}"
        yield finding("LK049", message, location=_place(reads[0]), subject=name)


def untold(subject: Subject) -> Iterator[Finding]:
    named = {_place(read) for reads in asked(subject.graph).values() for read in reads}
    for read in subject.graph.environment:
        if read.name in UNTOLD:
            text = (
                "the whole environment" if read.name == ALL else "a variable with a computed name"
            )
            some = "; those of this capture are told by name" if _place(read) in named else ""
            message = f"{text} is {_how([read])}{some}"
            yield finding("LK049", message, location=_place(read), next_step=LOOK)


def in_options(subject: Subject) -> Iterator[Finding]:
    """``${CITY}`` in an option: its value at capture is in the task ids, the step reads its own."""
    for section, options in sorted(subject.graph.config.items()):
        for option, text in sorted(options.items()):
            for name in sorted(set(_IN_OPTION.findall(text or "")) - subject.environment.keys()):
                message = f"{option} of [{section}] needs {name} in the environment of its step"
                yield finding("LK049", message, subject=section)


def given(subject: Subject) -> Iterator[Finding]:
    reads = asked(subject.graph)
    for name, value in sorted(subject.environment.items()):
        where = _place(reads[name][0]) if name in reads else Location()
        if isinstance(value, SecretKey):
            message = f"{name} is the key {value.key} of the Kubernetes secret {value.secret}"
            yield finding("LK123", message, location=where, subject=name)
        else:
            said = "stays unset" if value is None else "is set in every step that runs legacy code"
            yield finding("LK122", f"{name} {said}", location=where, subject=name)


def _how(reads: Sequence[VariableRead]) -> str:
    first, more = reads[0], len(reads) - 1
    if first.at_import:
        text = "read when the module is imported" + (f", for {first.where}" if first.where else "")
    else:
        text = f"read in {first.where}()"
    return text + (f" and in {more} more place{'s' if more > 1 else ''}" if more else "")


def _place(read: VariableRead) -> Location:
    return Location(read.path, read.line)


RULES: tuple[Rule, ...] = (unset, untold, in_options, given)
