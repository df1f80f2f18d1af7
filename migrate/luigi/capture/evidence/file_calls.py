"""Calls on files that are not the task's own."""

import ast

from migrate.luigi.capture.evidence.call_tables import NETWORK_CALLS
from migrate.luigi.capture.evidence.calls import Calls
from migrate.luigi.capture.evidence.file_tables import (
    DIRECTORY_CALLS,
    FILE_METHODS,
    FILE_NAME,
    JOINS,
    PATH_CALLS,
    PATH_KEYWORDS,
    PATH_METHODS,
    PATH_PREFIXES,
    PATH_WORD,
    PATHS_ONLY,
)
from migrate.luigi.capture.evidence.kinds import NEAR, OWN_DATA, PATH, SELF, TARGET
from migrate.luigi.capture.syntax import PLAIN_EXPRESSIONS, shown_argument, texts_in


class FileCalls(Calls):
    """Calls that read or write files, or are handed a path."""

    def _io_call(self, node, name):
        """Report a call on files that are not the task's own; True for a call on files."""
        positions = PATH_CALLS.get(name)
        if positions is None:
            positions = next((v for p, v in PATH_PREFIXES.items() if name.startswith(p)), None)
        if positions is not None and NETWORK_CALLS.match(name):
            return False
        if positions is not None:
            return self._check_paths(node, name, positions)
        return self._io_method(node, name)

    def _check_paths(self, node, name, positions):
        arguments = [node.args[i] if i < len(node.args) else None for i in positions]
        if arguments == [None]:
            arguments = [k.value for k in node.keywords if k.arg in PATH_KEYWORDS] or [None]
        allowed = (TARGET, PATH) if PATHS_ONLY.match(name) else OWN_DATA
        allowed += (NEAR,) if name in DIRECTORY_CALLS else ()
        kinds = [self.kind(a) if a is not None else None for a in arguments]
        if not all(k in allowed for k in kinds):
            self.fact(node, "opens_path", "%s(%s)" % (name, shown_argument(arguments)))
        return True

    def _io_method(self, node, name):
        func = node.func
        if not isinstance(func, ast.Attribute):
            return False
        owner = self.kind(func.value)
        if func.attr in PATH_METHODS and not self._callee(node):
            arguments = list(node.args[:1]) or [
                k.value for k in node.keywords if k.arg in PATH_KEYWORDS
            ]
            if owner in (TARGET, SELF) or not arguments:
                return owner == TARGET
            if self.kind(arguments[0]) not in OWN_DATA:
                self.fact(node, "opens_path", "%s(%s)" % (name, shown_argument(arguments)))
            return True
        if func.attr in FILE_METHODS and not self._callee(node):
            fine = OWN_DATA + ((NEAR,) if func.attr in ("mkdir", "exists", "is_dir") else ())
            if owner not in fine:
                self.fact(node, "opens_path", name)
            return True
        return False

    def _hands_out_path(self, node, name):
        """A path that is not the task's own, given to code that was not read: it may open it."""
        for argument in list(node.args) + [k.value for k in node.keywords]:
            if self._is_other_path(argument):
                self.fact(node, "opens_path", "%s(%s)" % (name, shown_argument([argument])))
                return

    def _is_other_path(self, node):
        kind = self.kind(node)
        if kind is not None:
            return kind == NEAR
        if isinstance(node, (ast.Name, ast.Attribute)):
            return bool(PATH_WORD.search(getattr(node, "attr", getattr(node, "id", ""))))
        if isinstance(node, ast.Call) and self.full_name(node.func) in JOINS:
            return True
        written = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        parts = [node.func.value] if written and node.func.attr == "format" else [node]
        if isinstance(parts[0], PLAIN_EXPRESSIONS):
            return any(FILE_NAME.match(text) for text in texts_in(parts))
        return False
