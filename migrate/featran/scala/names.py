"""What a name means where it stands: local, inherited, imported, or of a known library."""

from __future__ import annotations

from migrate.featran.scala.definitions import Program
from migrate.featran.scala.scope import Binding, Definition, Imported, Scope
from migrate.featran.scala.templates import object_scope

FEATRAN = "com.spotify.featran"
_ROOTS = frozenset({"com", "scala", "java", "math", "_root_", "org", "collection"})
_MATH = ("scala.math", "java.lang.Math", "java.lang.StrictMath", "math", "Math")


def lookup(name: str, scope: Scope, program: Program) -> Binding | None:
    """What ``name`` stands for in ``scope``, or None where nothing here defines it."""
    for level in scope.chain():
        found = level.names.get(name)
        if isinstance(found, Imported):
            return imported(found.path, level, program)
        if found is not None:
            return found
        for path in level.wildcards:
            member = _member(path, name, level, program)
            if member is not None:
                return member
    return program.names.get(name)


def imported(
    path: str, scope: Scope, program: Program, open_paths: frozenset[str] = frozenset()
) -> Binding:
    """What an imported path names: its first segment may be an object or an import in reach.

    ``open_paths`` are those that are being looked up already.
    """
    head, _, rest = path.partition(".")
    for level in scope.chain():
        found = level.names.get(head)
        if isinstance(found, Imported) and found.path not in (path, head):
            return from_path(f"{found.path}.{rest}" if rest else found.path, program)
        if isinstance(found, Definition) and found.node.type == "object_definition":
            inside = _descend(found, rest.split("."), program) if rest else found
            return inside if inside is not None else Imported(path)
        for other in level.wildcards:
            if other in open_paths or other == path:
                continue
            inner = _member(other, head, level, program, open_paths | {path})
            if isinstance(inner, Definition):
                inside = _descend(inner, rest.split("."), program) if rest else inner
                return inside if inside is not None else Imported(path)
    return from_path(path, program)


def from_path(path: str, program: Program) -> Binding:
    """The definition that an imported path names in the given files, else the path itself."""
    plain = path.removeprefix("_root_.")
    if plain.startswith(f"{FEATRAN}."):
        return Imported(plain)
    segments = plain.split(".")
    for start, segment in enumerate(segments):
        definition = program.names.get(segment)
        if definition is None:
            continue
        found = _descend(definition, segments[start + 1 :], program)
        if found is not None:
            return found
    return Imported(plain)


def _member(
    path: str,
    name: str,
    scope: Scope,
    program: Program,
    open_paths: frozenset[str] = frozenset(),
) -> Binding | None:
    """``name`` as a member of the wildcard import ``path._``."""
    plain = path.removeprefix("_root_.")
    if plain in _MATH:
        return Imported(f"scala.math.{name}") if name in MATH_NAMES else None
    found = imported(plain, scope, program, open_paths)
    return _descend(found, [name], program) if isinstance(found, Definition) else None


def _descend(definition: Definition, names: list[str], program: Program) -> Binding | None:
    current: Binding = definition
    for name in names:
        if not isinstance(current, Definition) or current.node.type != "object_definition":
            return None
        found = object_scope(current, program).names.get(name)
        if found is None or isinstance(found, Imported):
            return None
        current = found
    return current


def library_path(name: str) -> str | None:
    """The library path that a bare name begins, if it is one that Scala knows unimported."""
    return {"math": "scala.math", "Math": "scala.math"}.get(name, name if name in _ROOTS else None)


MATH_NAMES = frozenset(
    {
        *("abs", "signum", "max", "min", "round", "floor", "ceil", "rint", "sqrt", "cbrt", "exp"),
        *("expm1", "log", "log10", "log1p", "pow", "sin", "cos", "tan", "asin", "acos", "atan"),
        *("atan2", "sinh", "cosh", "tanh", "hypot", "toDegrees", "toRadians", "floorMod"),
        *("floorDiv", "Pi", "PI", "E"),
    }
)
"""Members of ``scala.math`` and ``java.lang.Math`` that getters know."""
