"""Syntax trees of any version of Python, looked at in one way."""

import ast

from migrate.luigi.capture.text import PY2, TEXT_TYPES, text_of

FUNCTIONS = tuple(getattr(ast, n) for n in ("FunctionDef", "AsyncFunctionDef") if hasattr(ast, n))
YIELDS = tuple(getattr(ast, n) for n in ("Yield", "YieldFrom") if hasattr(ast, n))


def last_line(node):
    if getattr(node, "end_lineno", None):
        return node.end_lineno
    return max([getattr(n, "lineno", 0) for n in ast.walk(node)])


def called(call):
    """The dotted text of what a call calls, as written: ``self.input``, ``pd.read_csv``."""
    return dotted_text(call.func)


def dotted_text(node):
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return "%s.%s" % (dotted_text(node.value), node.attr)
    if isinstance(node, ast.Call):
        return "%s()" % dotted_text(node.func)
    return "?"


def bindings(node):
    """``(target, value, how)`` of every way a node gives a name a value."""
    if isinstance(node, ast.Assign):
        return [(target, node.value, "is") for target in node.targets]
    if isinstance(node, ast.AugAssign):
        return [(node.target, ast.BinOp(node.target, node.op, node.value), "is")]
    if isinstance(node, (ast.For, getattr(ast, "AsyncFor", ast.For))):
        return [(node.target, node.iter, "item")]
    if isinstance(node, ast.comprehension):
        return [(node.target, node.iter, "item")]
    if isinstance(node, getattr(ast, "withitem", ())) and node.optional_vars is not None:
        return [(node.optional_vars, node.context_expr, "is")]
    if PY2 and isinstance(node, ast.With) and node.optional_vars is not None:
        return [(node.optional_vars, node.context_expr, "is")]
    if isinstance(node, getattr(ast, "AnnAssign", ())) and node.value is not None:
        return [(node.target, node.value, "is")]
    if isinstance(node, getattr(ast, "NamedExpr", ())):
        return [(node.target, node.value, "is")]
    if isinstance(node, FUNCTIONS + (ast.Lambda,)):
        names = [argument_name(a) for a in node.args.args]
        return [(ast.Name(n, ast.Store()), None, "is") for n in names if n]
    if isinstance(node, ast.ExceptHandler) and node.name:
        name = node.name if isinstance(node.name, str) else node.name.id
        return [(ast.Name(name, ast.Store()), None, "is")]
    return []


def argument_name(argument):
    return getattr(argument, "arg", getattr(argument, "id", None))


def texts_in(nodes):
    """The text constants in some expressions."""
    parts = [part for node in nodes for part in ast.walk(node)]
    values = [getattr(part, "value", getattr(part, "s", None)) for part in parts]
    return [text_of(value) for value in values if isinstance(value, TEXT_TYPES)]


PLAIN_EXPRESSIONS = tuple(
    getattr(ast, n) for n in ("Constant", "Str", "JoinedStr", "BinOp") if n in vars(ast)
)


def shown_argument(arguments):
    texts = []
    for node in arguments:
        if node is None:
            texts.append("")
        elif isinstance(node, getattr(ast, "Constant", ())) or hasattr(node, "s"):
            texts.append(repr(getattr(node, "value", getattr(node, "s", None))).lstrip("u"))
        else:
            texts.append(dotted_text(node))
    return ", ".join(texts)
