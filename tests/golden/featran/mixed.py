"""Mixed.spec of Mixed.scala, as a TFX transform.

Written by `migrate featran-to-tft`.
Frozen: the settings below are those of the Scala job's run, constants of the graph.
Idiomatic: what stock TensorFlow computes to the same bits is in stock().
The values are those of the Scala job; only float32, at the very end, rounds them.
"""

from __future__ import annotations

import tensorflow as tf
import tensorflow_transform as tft

from bridges.featran.dsl import lit, op, required, row, spec
from bridges.featran.getters.types import (
    BOOLEAN,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    STRING,
    OptionOf,
    RecordOf,
    SeqOf,
)
from bridges.featran.stock import doubles, filled, places
from bridges.featran.tft import Outputs, raw_feature_spec, transform
from bridges.featran.transformers.binarizer import Binarizer
from bridges.featran.transformers.standard_scaler import StandardScaler
from bridges.featran.transformers.vector_identity import VectorIdentity

ACCOUNT = RecordOf(
    "Account",
    (
        ("age", INT),
        ("visits", OptionOf(LONG)),
        ("balance", DOUBLE),
        ("score", OptionOf(FLOAT)),
        ("premium", BOOLEAN),
        ("country", OptionOf(STRING)),
        ("plan", STRING),
        ("tags", SeqOf(STRING)),
        ("taste", SeqOf(DOUBLE)),
    ),
)
account = row(ACCOUNT, "account")


SPEC = spec(
    # Mixed.scala:22 _.balance
    required(account, account.balance, Binarizer("in credit")),
    # Mixed.scala:29 _.taste.toArray
    required(
        account,
        op("Seq.to", account.taste, kind=SeqOf(DOUBLE, "Array")),
        VectorIdentity("taste"),
    ),
    # Mixed.scala:30 a => math.log1p(a.balance * a.balance) / 2
    required(
        account,
        (op("math.log1p", (account.balance * account.balance), kind=DOUBLE) / lit(2.0)),
        StandardScaler("log of balance"),
    ),
)


#: The columns in Featran's order.
FEATURE_NAMES = (
    "age",
    "visits",
    "in credit",
    "rich",
    "score_0",
    "score_1",
    "premium",
    "country_",
    "country_DE",
    "country_SE",
    "country___missing__",
    "plan",
    "tags_new",
    "tags_old",
    "tags_Ä",
    "taste_0",
    "taste_1",
    "taste_2",
    "log of balance",
)


OUTPUTS = Outputs(
    keys={
        "in credit": "in_credit",
        "taste": "taste",
        "log of balance": "log_of_balance",
    },
)


#: Featran's own settings, as the run of the Scala job wrote them.
SETTINGS = (
    '[{"cls":"com.spotify.featran.transformers.Binarizer","name":"in credit","params":{"threshold":"0.0"},"featureNames":["in credit"],"aggregators":""},'
    '{"cls":"com.spotify.featran.transformers.VectorIdentity","name":"taste","params":{"expectedLength":"0"},"featureNames":["taste_0","taste_1","taste_2"],"aggregators":"3"},'
    '{"cls":"com.spotify.featran.transformers.StandardScaler","name":"log of balance","params":{"withStd":"true","withMean":"false"},"featureNames":["log of balance"],"aggregators":"6.910744519352978,1.0125385248815606"}]'
)


#: What an example holds: the list it is in, and how many values it has.
RAW_FEATURES = {
    "age": ("int64", "one"),
    "balance": ("float", "one"),
    "balance@f64": ("bytes", "optional"),
    "country": ("bytes", "optional"),
    "plan": ("bytes", "one"),
    "premium": ("int64", "one"),
    "score": ("float", "optional"),
    "tags": ("bytes", "list"),
    "taste": ("float", "list"),
    "taste@f64": ("bytes", "optional"),
    "visits": ("int64", "optional"),
}


def stock(inputs):
    """What stock TensorFlow computes as Featran does; each feature says why it is equal."""
    features = {}
    # Mixed.scala:20 _.age.toDouble
    # MinMaxScaler("age"): all 71 values that clipping leaves were computed: division,
    # the reciprocal and merged constants give the same float32
    x = tf.cast(inputs["age"], tf.float64)
    features["age"] = tf.cast(
        (tf.clip_by_value(x, 18.0, 88.0) - 18.0) / 70.0, tf.float32
    )[:, tf.newaxis]
    # Mixed.scala:21 _.visits.map(_.toDouble)
    # Identity("visits"): the value is copied and rounded to float32 once, as by
    # Featran's Array[Float]; the default is 1.0
    x = filled(tf.cast(inputs["visits"], tf.float64), 1.0)
    features["visits"] = tf.cast(x, tf.float32)[:, tf.newaxis]
    # Mixed.scala:23 _.balance
    # Binarizer("rich", threshold=1000.5): both compare float64 values, and nothing is
    # rounded
    x = doubles(inputs, "balance")
    features["rich"] = tf.cast(x > 1000.5, tf.float32)[:, tf.newaxis]
    # Mixed.scala:24 _.score.map(_.toDouble)
    # Bucketizer("score", splits=(1.0, 2.5, 10.0)): both compare float64 values, and
    # nothing is rounded
    x = filled(tf.cast(inputs["score"], tf.float64), float("-inf"))
    features["score"] = tf.one_hot(
        tf.where(
            (x < 1.0) | (x > 10.0),
            tf.constant(-1, tf.int64),
            tft.apply_buckets(x, tf.constant([[2.5]], tf.float64)),
        ),
        2,
    )
    # Mixed.scala:25 a => if (a.premium) 1.0 else 0.0
    # Identity("premium"): the value is copied and rounded to float32 once, as by
    # Featran's Array[Float]
    x = tf.cast(inputs["premium"], tf.float64)
    features["premium"] = tf.cast(x, tf.float32)[:, tf.newaxis]
    # Mixed.scala:26 _.country
    # OneHotEncoder("country", encode_missing_value=True): the labels are constants,
    # found byte by byte; 0.0 and 1.0 need no rounding
    features["country"] = tf.one_hot(
        filled(places(["", "DE", "SE"], 3).lookup(inputs["country"]), 3), 4
    )
    # Mixed.scala:27 _.plan
    # PositionEncoder("plan"): the labels are constants, found byte by byte; places are
    # small
    features["plan"] = tf.cast(
        places(["free", "paid"], 0).lookup(inputs["plan"]), tf.float32
    )[:, tf.newaxis]
    # Mixed.scala:28 _.tags
    # NHotEncoder("tags"): the labels are constants, found byte by byte; 0.0 and 1.0
    # need no rounding
    features["tags"] = tf.ensure_shape(
        tf.math.bincount(
            places(["new", "old", "Ä"], 3).lookup(inputs["tags"]),
            minlength=3,
            maxlength=3,
            axis=-1,
            binary_output=True,
            dtype=tf.float32,
        ),
        [None, 3],
    )
    return features


def preprocessing_fn(inputs):
    """The features of a batch: float32 [batch, columns] by transformer."""
    features = transform(SPEC, inputs, settings=SETTINGS, outputs=OUTPUTS)
    features.update(stock(inputs))
    features["all"] = tf.concat(
        [
            features["age"],
            features["visits"],
            features["in_credit"],
            features["rich"],
            features["score"],
            features["premium"],
            features["country"],
            features["plan"],
            features["tags"],
            features["taste"],
            features["log_of_balance"],
        ],
        axis=1,
    )
    return features


def raw_features():
    """What tf.io.parse_example takes, here and in serving signatures."""
    return raw_feature_spec(RAW_FEATURES)
