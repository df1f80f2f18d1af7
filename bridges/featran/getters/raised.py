"""What a getter throws on the JVM."""

from __future__ import annotations

from bridges.featran.getters.ast import Place


class JvmException(Exception):
    """A JVM exception: its class, its message, and where in the source it came from."""

    def __init__(self, exception: str, message: str = "", at: Place = (0, 0)) -> None:
        self.exception = exception
        self.message = message
        self.at = at
        super().__init__(f"{exception}: {message}" if message else exception)


def null_pointer() -> JvmException:
    """A member of null was asked for."""
    return JvmException("java.lang.NullPointerException")


def by_zero() -> JvmException:
    """An integer was divided by zero."""
    return JvmException("java.lang.ArithmeticException", "/ by zero")


def number_format(text: str) -> JvmException:
    """A text is not a number."""
    return JvmException("java.lang.NumberFormatException", f'For input string: "{text}"')


def no_such_element(message: str) -> JvmException:
    """``None.get``, ``Nil.head``, a missing key."""
    return JvmException("java.util.NoSuchElementException", message)


def unsupported(message: str) -> JvmException:
    """``Nil.max`` and the like."""
    return JvmException("java.lang.UnsupportedOperationException", message)


def illegal_argument(message: str) -> JvmException:
    """An argument outside its range."""
    return JvmException("java.lang.IllegalArgumentException", message)


def text_index(message: str) -> JvmException:
    """A position outside a string."""
    return JvmException("java.lang.StringIndexOutOfBoundsException", message)


def index(position: int) -> JvmException:
    """A position outside a collection."""
    return JvmException("java.lang.IndexOutOfBoundsException", str(position))


_PARENTS = {
    "NumberFormatException": "IllegalArgumentException",
    "ArrayIndexOutOfBoundsException": "IndexOutOfBoundsException",
    "StringIndexOutOfBoundsException": "IndexOutOfBoundsException",
    **dict.fromkeys(
        (
            *("IllegalArgumentException", "IndexOutOfBoundsException", "ArithmeticException"),
            *("NoSuchElementException", "NullPointerException", "IllegalStateException"),
            *("UnsupportedOperationException", "MatchError", "ClassCastException"),
        ),
        "RuntimeException",
    ),
    "RuntimeException": "Exception",
    "Exception": "Throwable",
    "NonFatal": "Throwable",
    "StackOverflowError": "Throwable",
}
_FATAL = frozenset({"StackOverflowError"})
"""What ``Try`` and ``NonFatal`` let pass."""


def is_a(exception: str, wanted: str) -> bool:
    """Whether a JVM exception class is ``wanted`` or below it; packages are left aside."""
    name = exception.rpartition(".")[2]
    fatal = name in _FATAL
    while name != wanted and name != "Throwable":
        name = _PARENTS.get(name, "Exception")
    return name == wanted or (wanted == "NonFatal" and not fatal)
