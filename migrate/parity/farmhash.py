"""FarmHash's Fingerprint64, as TensorFlow's hash buckets and BigQuery's FARM_FINGERPRINT have it.

After Geoff Pike's farmhashna (MIT licence): its result for given bytes is fixed for all time.
"""

from __future__ import annotations

from typing import Final

_M: Final = (1 << 64) - 1
_K0: Final = 0xC3A5C85C97CB3127
_K1: Final = 0xB492B66FBE98F273
_K2: Final = 0x9AE16A3B2F90404F
_BLOCK: Final = 64


def fingerprint64(data: bytes) -> int:
    """The hash, from 0 to 2^64 - 1."""
    size = len(data)
    if size <= 16:
        return _to_16(data)
    if size <= 32:
        return _to_32(data)
    return _to_64(data) if size <= _BLOCK else _long(data)


def _word(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 8], "little")


def _half(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")


def _turned(value: int, by: int) -> int:
    value &= _M
    return (value >> by | value << 64 - by) & _M


def _mixed(value: int) -> int:
    value &= _M
    return value ^ value >> 47


def _joined(u: int, v: int, factor: int) -> int:
    a = _mixed((u ^ v) * factor)
    return _mixed((v ^ a) * factor) * factor & _M


def _to_16(data: bytes) -> int:
    size = len(data)
    factor = _K2 + 2 * size
    if size >= 8:
        a, b = _word(data, 0) + _K2 & _M, _word(data, size - 8)
        return _joined(_turned(b, 37) * factor + a & _M, (_turned(a, 25) + b) * factor & _M, factor)
    if size >= 4:
        return _joined(size + (_half(data, 0) << 3), _half(data, size - 4), factor)
    if not size:
        return _K2
    y, z = data[0] + (data[size >> 1] << 8), size + (data[-1] << 2)
    return _mixed(y * _K2 ^ z * _K0) * _K2 & _M


def _to_32(data: bytes) -> int:
    size = len(data)
    factor = _K2 + 2 * size
    a, b = _word(data, 0) * _K1, _word(data, 8)
    c, d = _word(data, size - 8) * factor, _word(data, size - 16) * _K2
    u = _turned(a + b, 43) + _turned(c, 30) + d
    return _joined(u & _M, a + _turned(b + _K2, 18) + c & _M, factor)


def _to_64(data: bytes) -> int:
    size = len(data)
    factor = _K2 + 2 * size
    a, b = _word(data, 0) * _K2, _word(data, 8)
    c, d = _word(data, size - 8) * factor, _word(data, size - 16) * _K2
    y = _turned(a + b, 43) + _turned(c, 30) + d & _M
    z = _joined(y, a + _turned(b + _K2, 18) + c & _M, factor)
    e, f = _word(data, 16) * factor, _word(data, 24)
    g, h = (y + _word(data, size - 32)) * factor, (z + _word(data, size - 24)) * factor
    u = _turned(e + f, 43) + _turned(g, 30) + h
    return _joined(u & _M, e + _turned(f + a, 18) + g & _M, factor)


def _long(data: bytes) -> int:
    """Blocks of 64 bytes, the last of which may overlap the one before."""
    size = len(data)
    y = 81 * _K1 + 113 & _M
    z = _mixed(y * _K2 + 113) * _K2 & _M
    x = 81 * _K2 + _word(data, 0) & _M
    v = w = (0, 0)
    for at in range(0, (size - 1) // _BLOCK * _BLOCK, _BLOCK):
        x, y, z, v, w = _block(data, at, (x, y, z, v, w), (_K1, 1))
    factor = _K1 + ((z & 0xFF) << 1)
    w = (w[0] + (size - 1 & _BLOCK - 1), w[1])
    v = (v[0] + w[0], v[1])
    w = (w[0] + v[0], w[1])
    x, y, z, v, w = _block(data, size - _BLOCK, (x, y, z, v, w), (factor, 9))
    first = _joined(v[0], w[0], factor) + _mixed(y) * _K0 + z
    return _joined(first & _M, _joined(v[1], w[1], factor) + x & _M, factor)


_Pair = tuple[int, int]
_State = tuple[int, int, int, _Pair, _Pair]


def _block(data: bytes, at: int, state: _State, factors: _Pair) -> _State:
    x, y, z, v, w = state
    factor, more = factors
    x = _turned(x + y + v[0] + _word(data, at + 8), 37) * factor
    y = _turned(y + v[1] + _word(data, at + 48), 42) * factor
    x = (x ^ w[1] * more) & _M
    y = y + v[0] * more + _word(data, at + 40) & _M
    z = _turned(z + w[0], 33) * factor & _M
    v = _weak(data, at, v[1] * factor, x + w[0])
    w = _weak(data, at + 32, z + w[1], y + _word(data, at + 16))
    return z, y, x, v, w


def _weak(data: bytes, at: int, a: int, b: int) -> _Pair:
    first, second, third, fourth = (_word(data, at + 8 * i) for i in range(4))
    a += first
    b = _turned(b + a + fourth, 21)
    c = a
    a += second + third
    b += _turned(a, 44)
    return a + fourth & _M, b + c & _M
