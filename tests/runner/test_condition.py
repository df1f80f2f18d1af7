"""Condition expressions: what the KFP compiler writes, and what it could write."""

import pytest

from bridges.kfp.condition import holds
from bridges.kfp.errors import SpecInvalid

PARAMETERS = {"s": "heads", "n": 3, "f": 1.5, "b": True, "odd": 'it\'s "q"', "none": None}


def p(name: str) -> str:
    return f"inputs.parameter_values['{name}']"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (f"{p('s')} == 'heads'", True),
        (f"{p('s')} != 'heads'", False),
        (f"'heads' == {p('s')}", True),
        (f"int({p('n')}) > 2", True),
        (f"int({p('n')}) >= 3 && int({p('n')}) <= 3", True),
        (f"int({p('n')}) < -1", False),
        (f"double({p('f')}) == 1.5", True),
        (f"{p('f')} == 1.5e0", True),
        (f"{p('b')} == true", True),
        (f"{p('b')} == false", False),
        (f"!({p('s')} == 'heads') && {p('n')} == 3", False),
        (f"!({p('s')} == 'tails') && !({p('s')} == 'edge')", True),
        (f"{p('n')} == 4 || {p('b')} == true", True),
        (f"!!({p('n')} == 3)", True),
        (f"string({p('n')}) == '3'", True),
        (f"{p('s')} < 'z'", True),
        (f"{p('odd')} == 'it's \"q\"'", True),
        (f"{p('odd')} != 'a && b'", True),
        ('inputs.parameters["s"].string_value == "heads"', True),
        (f"{p('none')} == null", True),
    ],
)
def test_condition(condition, expected):
    assert holds(condition, PARAMETERS) is expected


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        (f"{p('gone')} == 1", "input 'gone' has no value"),
        (f"{p('s')} > 1", "not supported between"),
        (f"{p('s')}", "gives 'heads', not true or false"),
        (f"{p('n')} == 3 3", "cannot read ' 3'"),
        (f"({p('n')} == 3", "cannot read"),
        ("__import__('os') == 1", "cannot read"),
        (f"int({p('s')}) == 1", "invalid literal"),
        ("", "cannot read"),
    ],
)
def test_what_cannot_be_decided_is_an_error(condition, message):
    with pytest.raises(SpecInvalid) as error:
        holds(condition, PARAMETERS)
    assert message in str(error.value)
