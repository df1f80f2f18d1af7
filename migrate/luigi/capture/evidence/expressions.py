"""The kinds of expressions."""

import ast
import inspect

from migrate.luigi.capture.evidence.call_tables import PASS_ON
from migrate.luigi.capture.evidence.file_tables import FILE_WRAPPERS, SAME_PATH
from migrate.luigi.capture.evidence.kinds import (
    HANDLE,
    ITEM_METHODS,
    NEAR,
    OTHER,
    OWN_DATA,
    PATH,
    SAME_PATH_METHODS,
    SELF,
    TARGET,
    TARGET_ATTRIBUTES,
    TARGET_METHODS,
    TASK,
    TASK_METHODS,
    TASKS,
    TOP,
    is_object,
    item_kind,
    meet,
    object_kind,
)
from migrate.luigi.capture.evidence.names import Names
from migrate.luigi.capture.functions import defining_class, unwrapped
from migrate.luigi.capture.luigi_types import is_target_class, is_task_class
from migrate.luigi.capture.places import source_path
from migrate.luigi.capture.syntax import dotted_text


class Expressions(Names):
    """Every expression has a kind, by its syntax: a call has the one of what it gives."""

    def kind(self, node):
        """What of the task an expression stands for, or None."""
        if id(node) not in self.kinds:
            method = getattr(self, "_kind_" + type(node).__name__.lower(), None)
            self.kinds[id(node)] = method(node) if method else None
        return self.kinds[id(node)]

    def _kind_name(self, node):
        if node.id in self.names:
            return self.names[node.id]
        return object_kind(self.value_of(node), self.evidence.places)

    def _kind_attribute(self, node):
        text = dotted_text(node)
        if text in self.names:
            return self.names[text]
        owner = self.kind(node.value)
        if owner == TARGET:
            return TARGET_ATTRIBUTES.get(node.attr, TARGET)
        if owner == HANDLE:
            return PATH if node.attr == "name" else None
        if owner in (PATH, NEAR, TOP):
            return NEAR if owner == PATH else owner
        if owner == SELF or is_object(owner):
            return self._attribute_of(node, self.cls if owner == SELF else owner[1])
        return object_kind(self.value_of(node), self.evidence.places)

    def _attribute_of(self, node, cls):
        """A property is a method: follow it."""
        definer = defining_class(cls, node.attr)
        value = vars(definer)[node.attr] if definer else None
        if isinstance(value, property) or type(value).__name__ == "cached_property":
            return self._follow(node, unwrapped(value), (SELF,), cls)
        return object_kind(value, self.evidence.places)

    def _kind_subscript(self, node):
        return item_kind(self.kind(node.value))

    def _kind_starred(self, node):
        return self.kind(node.value)

    def _kind_await(self, node):
        return self.kind(node.value)

    def _kind_namedexpr(self, node):
        return self.kind(node.value)

    def _kind_yield(self, node):
        """``targets = yield tasks``: Luigi sends back their outputs."""
        return TARGET if node.value is not None and self.kind(node.value) in TASKS else None

    def _kind_ifexp(self, node):
        return meet([self.kind(node.body), self.kind(node.orelse)])

    def _kind_boolop(self, node):
        return meet([self.kind(v) for v in node.values])

    def _kind_binop(self, node):
        kinds = [self.kind(node.left), self.kind(node.right)]
        if kinds[0] == kinds[1] and kinds[0] in (TARGET, TASK, OTHER):
            return kinds[0]
        if isinstance(node.op, ast.Div) and kinds[0] == PATH:
            return PATH
        return NEAR if PATH in kinds or NEAR in kinds else None

    def _kind_joinedstr(self, node):
        values = [v for v in node.values if isinstance(v, ast.FormattedValue)]
        kinds = [self.kind(v.value) for v in values]
        if len(node.values) == 1 and kinds == [PATH]:
            return PATH
        return NEAR if PATH in kinds or NEAR in kinds else None

    def _elements(self, nodes):
        return meet([self.kind(n) for n in nodes]) if nodes else None

    def _kind_list(self, node):
        return self._elements(node.elts)

    _kind_tuple = _kind_set = _kind_list

    def _kind_dict(self, node):
        return self._elements(node.values)

    def _kind_listcomp(self, node):
        return self.kind(node.elt)

    _kind_generatorexp = _kind_setcomp = _kind_listcomp

    def _kind_dictcomp(self, node):
        return self.kind(node.value)

    def _kind_call(self, node):
        name = self.full_name(node.func)
        own = self._task_method(node)
        if own is not None:
            return {"input": TARGET, "output": TARGET}.get(own, TASK)
        if isinstance(node.func, ast.Attribute):
            kind = self._method_kind(node, self.kind(node.func.value))
            if kind is not None:
                return kind
        kinds = [self.kind(a) for a in node.args]
        if name in SAME_PATH:
            return kinds[0] if kinds and kinds[0] in (PATH, NEAR, TOP) else None
        if name in PASS_ON:
            tainted = [k for k in kinds if k is not None]
            return meet(tainted) if tainted else None
        if name == "os.path.join" and kinds[:1] == [PATH]:
            return PATH  # inside a directory that is the task's own
        if name.startswith("os.path.") and (PATH in kinds or NEAR in kinds):
            return NEAR
        return self._result_kind(node, name, kinds)

    def _result_kind(self, node, name, kinds):
        """Of what a class or function gives that is no known one of Python."""
        cls = self.value_of(node.func)
        if inspect.isclass(cls):
            if is_task_class(cls):
                return OTHER
            if self.evidence.places.is_own(source_path(cls)) and not is_target_class(cls):
                return ("object", cls)
        function = self._callee(node)
        if function is not None:
            return self._follow_call(node, function)
        if name == "super":
            return SELF
        kinds = kinds + [self.kind(k.value) for k in node.keywords]
        return HANDLE if FILE_WRAPPERS.search(name) and any(k in OWN_DATA for k in kinds) else None

    def _method_kind(self, node, owner):
        attr = node.func.attr
        if owner in TASKS:
            return owner if attr in ITEM_METHODS else TASK_METHODS.get(attr)
        if owner == TARGET:
            return TARGET_METHODS.get(attr)
        if owner == PATH:
            return PATH if attr in SAME_PATH_METHODS else NEAR
        if owner == HANDLE:
            return HANDLE if attr in ("open", "__enter__") else None
        if owner == SELF and attr == "clone":
            return OTHER
        return owner if owner in (NEAR, TOP) else None

    def _task_method(self, node):
        """``input``, ``output``, ``requires`` or ``deps`` where the task's own is called."""
        func = node.func
        if not isinstance(func, ast.Attribute):
            return None
        if func.attr not in ("input", "output", "requires", "deps"):
            return None
        return func.attr if self.kind(func.value) == SELF else None

    # What the repository's own functions give, see Calls.

    def _callee(self, node):
        raise NotImplementedError

    def _follow(self, node, function, kinds, cls):
        raise NotImplementedError

    def _follow_call(self, node, function):
        raise NotImplementedError
