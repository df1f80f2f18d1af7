"""Stand-ins for what a missing module would have given."""

import re
import sys

from migrate.luigi.capture.text import words

STUB = "__paved_road_stub__"


class Stub(object):
    """Stands in for anything that a missing module would have given."""

    def __init__(self, name="stub"):
        self.__dict__[STUB] = name

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return make_stub("%s.%s" % (self.__dict__.get(STUB, "stub"), name))

    def __call__(self, *args, **kwargs):
        if len(args) == 1 and not kwargs and callable(args[0]) and not isinstance(args[0], Stub):
            return args[0]  # used as a decorator
        return Stub(self.__dict__[STUB])

    def __mro_entries__(self, bases):
        stubs = [base for base in bases if isinstance(base, Stub)]
        return (StubBase,) if self is stubs[0] and StubBase not in bases else ()

    def __iter__(self):
        return iter(())

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return False

    def __getitem__(self, key):
        return self

    def __setitem__(self, key, value):
        pass

    def __delitem__(self, key):
        pass

    def __contains__(self, key):
        return False

    def __instancecheck__(self, instance):
        return False

    def __subclasscheck__(self, cls):
        return False

    def __eq__(self, other):
        return self is other

    def __ne__(self, other):
        return self is not other

    def __hash__(self):
        return hash(self.__dict__[STUB])

    def __repr__(self):
        return self.__dict__[STUB]

    __str__ = __fspath__ = __repr__

    def __format__(self, spec):
        return str(self)


def _give_stub_operators(cls):
    def itself(self, *_args):
        return self

    for name in words("or and xor add sub mul truediv floordiv div mod pow lshift rshift matmul"):
        setattr(cls, "__%s__" % name, itself)
        setattr(cls, "__r%s__" % name, itself)
    for name in ("neg", "pos", "abs", "invert", "round"):
        setattr(cls, "__%s__" % name, itself)
    for name in ("lt", "le", "gt", "ge"):
        setattr(cls, "__%s__" % name, lambda _self, _other: False)
    for name, value in (("len", 0), ("int", 0), ("index", 0), ("float", 0.0), ("bool", True)):
        setattr(cls, "__%s__" % name, lambda _self, value=value: value)
    cls.__nonzero__ = cls.__bool__


_give_stub_operators(Stub)


class StubBase(object):
    """What a class of the repository inherits from instead of a missing one."""

    def __init__(self, *args, **kwargs):
        following = super(StubBase, self).__init__
        if getattr(following, "__objclass__", None) is not object:
            following(*args, **kwargs)

    def __getattr__(self, name):
        if name.startswith("_") or name in ("task_id", "param_kwargs"):
            raise AttributeError(name)
        return make_stub(name)


STUB_BASES = {}


def make_stub(name):
    """A stub called ``name``: an exception class, a class (old interpreters), or an instance."""
    last = name.rsplit(".", 1)[-1]
    if re.match(r"[A-Z]\w*(Error|Exception|Warning)$|Exception$", last):
        return type(str(last), (Exception,), {})
    if sys.version_info < (3, 7) and last[:1].isupper():
        return stub_class(last)
    return Stub(name)


def stub_class(name):
    """A class for interpreters without __mro_entries__, free of metaclass conflicts with Task."""
    if name not in STUB_BASES:
        meta = stub_metaclass()
        STUB_BASES[name] = type.__new__(meta, str(name), (StubBase,), {STUB: name})
    return STUB_BASES[name]


def stub_metaclass():
    if None not in STUB_BASES:
        STUB_BASES[None] = _make_stub_metaclass()
    return STUB_BASES[None]


def _make_stub_metaclass():
    from luigi.task_register import Register

    def is_task(cls):
        return any(type(base) is Register for base in cls.__mro__)

    class StubMeta(Register):
        def __new__(mcs, name, bases, namespace):
            if any(isinstance(b, Register) and is_task(b) for b in bases):
                return Register.__new__(mcs, name, bases, namespace)
            return type.__new__(mcs, name, bases, namespace)

        def __call__(self, *args, **kwargs):
            if is_task(self):
                return Register.__call__(self, *args, **kwargs)
            if STUB in self.__dict__:  # the missing class itself, not one that inherits from it
                return Stub(self.__dict__[STUB])(*args, **kwargs)
            return type.__call__(self, *args, **kwargs)

        def __getattr__(self, name):
            if is_task(self) or name.startswith("_"):
                raise AttributeError(name)
            return make_stub(name)

        def __iter__(self):
            return iter(())

        def __getitem__(self, key):
            return self

    _give_stub_operators(StubMeta)
    return StubMeta
