"""Feature names come back as source names; the numbers in kernels are those of their tables."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridges.features.columns import Physical
from bridges.features.names import escape, unescape
from bridges.kernels import decode_layout, encode_layout
from bridges.kernels.frames import Frame


@given(st.text(".@%24E0x", max_size=8))
def test_escaped_names_come_back_and_hold_no_separator(name: str) -> None:
    assert unescape(escape(name)) == name
    assert not set(".@") & set(escape(name))
    assert escape(name)


@pytest.mark.parametrize("physical", list(Physical), ids=lambda p: p.name)
def test_the_encoder_knows_every_layout(physical: Physical) -> None:
    assert getattr(encode_layout, physical.name) == physical


@pytest.mark.parametrize("place", list(encode_layout.Meta), ids=lambda p: p.name)
def test_the_encoder_reads_its_table_where_it_is_written(place: encode_layout.Meta) -> None:
    name = "BIT_AT" if place is encode_layout.Meta.BIT else place.name
    assert getattr(encode_layout, name) == 8 * place
    assert len(encode_layout.Meta) * 8 == encode_layout.LINE


@pytest.mark.parametrize("place", [*decode_layout.Slot, *decode_layout.State], ids=lambda p: p.name)
def test_the_decoder_reads_its_tables_where_they_are_written(place: Any) -> None:
    assert getattr(decode_layout, place.name) == 8 * place
    assert len(decode_layout.Slot) * 8 == decode_layout.SLOT_SIZE


def test_statuses_are_the_same_numbers() -> None:
    for status in decode_layout.Status:
        assert getattr(decode_layout, status.name) == status
    from bridges.kernels import frames

    for status in Frame:
        assert getattr(frames, f"_{status.name}") == status
