"""What every rule's command has: the names of Luigi that a module's code means, and notes."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst
from libcst.codemod import CodemodContext, VisitorBasedCodemodCommand
from libcst.helpers import get_full_name_for_node
from libcst.metadata import PositionProvider, QualifiedNameSource, ScopeProvider


@dataclass(frozen=True, slots=True)
class Note:
    """What only a person can decide, the line where it is, and the rule that says so."""

    line: int
    text: str
    rule: str = ""


class LuigiCommand(VisitorBasedCodemodCommand):
    """A rewrite that knows names by where they come from, whatever they are called here."""

    METADATA_DEPENDENCIES = (ScopeProvider,)

    def __init__(self, context: CodemodContext) -> None:
        super().__init__(context)
        self.notes: list[Note] = []

    def note(self, node: cst.CSTNode, text: str) -> None:
        """Leave ``node``, of the original tree, to a person."""
        assert self.context.wrapper is not None
        positions = self.context.wrapper.resolve(PositionProvider)  # once; few modules need it
        self.notes.append(Note(positions[node].start.line, text))

    def meaning(self, node: cst.CSTNode) -> str:
        """``luigi.s3.S3Target`` for an expression that means it, by whatever import; else ``""``.

        Where nothing in the module says what ``luigi`` is, such as after a star import, or it comes
        from a module that hands it on, the text itself counts.
        """
        text = get_full_name_for_node(node) or ""
        scope = self.get_metadata(ScopeProvider, node, None)
        names = scope.get_qualified_names_for(node) if scope else ()
        for name in names:
            if name.source is QualifiedNameSource.IMPORT:
                handed_on = text.startswith("luigi.") and name.name.endswith(f".{text}")
                return text if handed_on else str(name.name)
        return "" if names else text


def dotted(name: str) -> cst.Attribute | cst.Name:
    """The expression ``a.b.c``."""
    found = cst.parse_expression(name)
    assert isinstance(found, cst.Attribute | cst.Name), name
    return found


def without_last_comma(aliases: list[cst.ImportAlias], *, inside: bool) -> list[cst.ImportAlias]:
    """The names of an import. ``inside`` parentheses a last comma, and its comment, may stay."""
    if inside or not aliases:
        return aliases
    return [*aliases[:-1], aliases[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)]
