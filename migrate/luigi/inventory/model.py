"""What reading one file, and the whole repository, gives: frozen values that travel between
processes.

Names are dotted and absolute as far as the file itself says (``luigi.Task``,
``reports.base.Daily``); what they mean across files is the business of
:mod:`migrate.luigi.inventory.resolve`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """Something worth knowing about a place; ``name`` is a key of the feature table."""

    name: str
    line: int
    detail: str = ""
    column: int = 0


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter declaration: dotted type, default as shown, and the facts of its arguments."""

    name: str
    type: str
    line: int
    default: str | None = None
    options: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribute:
    """A class attribute that is no parameter: the dotted name or kind of value, or its literal."""

    name: str
    line: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class Function:
    """A method or a module's function.

    ``shapes``: how it returns (single, list, dict, generator …); ``refs``: dotted names it loads;
    ``own_calls``: methods of ``self`` or ``super()`` that it calls or reads.
    """

    name: str
    line: int
    shapes: tuple[str, ...] = ()
    refs: frozenset[str] = frozenset()
    yields: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    facts: tuple[Fact, ...] = ()
    paths: tuple[tuple[str, int], ...] = ()
    targets: tuple[tuple[str, int], ...] = ()
    empty: bool = False
    decorators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decorator:
    """A class decorator and the dotted names among its arguments."""

    name: str
    line: int
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Class:
    """A class statement; a base that is no plain name is in ``dynamic`` as text."""

    name: str
    qualname: str
    line: int
    end_line: int
    column: int
    bases: tuple[str, ...] = ()
    dynamic: tuple[str, ...] = ()
    metaclass: str = ""
    decorators: tuple[Decorator, ...] = ()
    params: tuple[Param, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    methods: Mapping[str, Function] = field(default_factory=dict)
    nested: bool = False
    facts: tuple[Fact, ...] = ()

    def attribute(self, name: str) -> Attribute | None:
        return next((a for a in self.attributes if a.name == name), None)


@dataclass(frozen=True, slots=True)
class Entry:
    """A place that starts Luigi: the way, the roots named there and the flags given."""

    way: str
    path: str
    line: int
    roots: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    detail: str = ""
    guarded: bool = True


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file that could be parsed."""

    path: str
    names: tuple[str, ...]
    exports: Mapping[str, str] = field(default_factory=dict)
    stars: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    classes: tuple[Class, ...] = ()
    functions: Mapping[str, Function] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    entries: tuple[Entry, ...] = ()
    imports_luigi: bool = False
    lines: int = 0
    class_count: int = 0
    rewrites: tuple[tuple[str, int, int], ...] = ()
    guessed_line: int = 0
    encoding: str = "utf-8"
    config_sections: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The dotted name from the root of the repository."""
        return ".".join(self.names)


@dataclass(frozen=True, slots=True)
class Lost:
    """A file that could not be read: the code that says why, and the classes a glance shows."""

    path: str
    code: str
    reason: str
    line: int = 0
    classes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a configuration file. Its value is kept nowhere: it may be a secret."""

    name: str
    line: int
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a configuration file."""

    name: str
    line: int
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """A configuration file; ``error`` says why it, or a part of it, could not be read.

    ``sure``: its name says that it is Luigi's; of others the sections decide.
    """

    path: str
    sections: tuple[Section, ...] = ()
    error: str = ""
    error_line: int = 0
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Mention:
    """A file that is no Python and names Luigi: what it says, as a feature."""

    path: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from a repository, before anything is resolved or judged."""

    modules: tuple[Module, ...] = ()
    lost: tuple[Lost, ...] = ()
    configs: tuple[ConfigFile, ...] = ()
    entries: tuple[Entry, ...] = ()
    mentions: tuple[Mention, ...] = ()
    files: int = 0
