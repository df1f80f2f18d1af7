"""What Featran would have thrown, by the name of the Java exception, as errors of a bridge.

``str(error.jvm)`` is what the JVM prints, ``java.lang.IllegalArgumentException: requirement
failed: …``; the message of the error itself names the place and the next step.
"""

from __future__ import annotations

from typing import ClassVar

from bridges.errors import BridgeError


class FeatranError(BridgeError):
    """A spec, its settings and the data do not go together."""

    exception: ClassVar[str] = "java.lang.RuntimeException"

    @property
    def jvm(self) -> str:
        """Exception and message as the JVM would print them."""
        return f"{self.exception}: {self.what}"


class IllegalArgument(FeatranError):
    """A constructor argument, a spec or a value breaks a rule of Featran."""

    exception = "java.lang.IllegalArgumentException"


class NoSuchElement(FeatranError):
    """Something is looked up that is not there: a column of a removed feature, a settings key."""

    exception = "java.util.NoSuchElementException"


class Unsupported(FeatranError):
    """An empty collection where one element is needed."""

    exception = "java.lang.UnsupportedOperationException"


class ArithmeticFailure(FeatranError):
    """A division by zero: a hash encoder that learnt zero buckets meets a value."""

    exception = "java.lang.ArithmeticException"


class NullValue(FeatranError):
    """A required getter gave null where a value is needed."""

    exception = "java.lang.NullPointerException"


class NumberFormat(FeatranError):
    """A text is no number as Java writes them."""

    exception = "java.lang.NumberFormatException"


class IndexOutOfBounds(FeatranError):
    """A settings text has fewer parts than its transformer needs."""

    exception = "java.lang.ArrayIndexOutOfBoundsException"


class SettingsError(NoSuchElement):
    """Settings are no list of Featran settings: ``where`` says file and position.

    Featran itself only says ``None.get``.
    """

    @property
    def jvm(self) -> str:
        """What the JVM prints, whatever is wrong."""
        return f"{self.exception}: None.get"


def require(condition: bool, message: str) -> None:
    """Raise what Scala's ``require`` raises.

    Raises
    ------
    IllegalArgument
        If the condition does not hold.
    """
    if not condition:
        raise IllegalArgument(f"requirement failed: {message}")
