"""The nearest stock mappers of transformers that none is equal to: for the list of differences."""

from __future__ import annotations

from migrate.featran.idiomatic.candidate import Candidate, NoCandidate, Subject
from migrate.featran.render.expressions import quoted


def hash_one_hot(subject: Subject) -> Candidate | NoCandidate:
    """tf.Transform's hash instead of Scala's."""
    if subject.source.optional or not subject.summary:
        return NoCandidate("tft.hash_strings has another hash than Scala's MurmurHash3")
    count = subject.summary
    code = f"tf.one_hot(tft.hash_strings(inputs[{quoted(subject.source.name)}], {count}), {count})"
    return Candidate(code, differs="tft.hash_strings has another hash than Scala's MurmurHash3")


def vector_identity(subject: Subject) -> Candidate | NoCandidate:
    """The list filled up or cut."""
    if subject.default is not None or not subject.summary:
        return NoCandidate("no stock op takes the default of a vector")
    differs = "a vector of another length is cut or filled up, where Featran rejects it"
    return Candidate(_dense(subject), differs=differs)


def normalizer(subject: Subject) -> Candidate | NoCandidate:
    """float32 throughout, and guarded against 0."""
    if subject.default is not None or not subject.summary or subject.transformer.p != 2.0:
        return NoCandidate("tf.math.l2_normalize knows the norm p = 2 of vectors without default")
    code = f"tf.math.l2_normalize({_dense(subject)}, axis=1)"
    differs = "float32 sums in no fixed order; a vector of zeros gives 0 instead of NaN"
    return Candidate(code, differs=differs)


def _dense(subject: Subject) -> str:
    feature, length = f"inputs[{quoted(subject.source.name)}]", subject.summary
    ragged = f"tf.RaggedTensor.from_sparse({feature})"
    return f"tf.cast({ragged}.to_tensor(shape=[None, {length}]), tf.float32)"
