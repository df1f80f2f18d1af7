"""UserFeatures.spec of UserFeatures.scala, as a TFX transform.

Written by `migrate featran-to-tft`.
Frozen: the settings below are those of the Scala job's run, constants of the graph.
The values are those of the Scala job; only float32, at the very end, rounds them.
"""

from __future__ import annotations

from bridges.featran.dsl import (
    cross,
    fn,
    if_,
    lit,
    new,
    op,
    optional,
    required,
    row,
    spec,
    to,
)
from bridges.featran.getters.types import (
    BOOLEAN,
    DOUBLE,
    INT,
    LONG,
    STRING,
    WEIGHTED_LABEL,
    OptionOf,
    RecordOf,
    SeqOf,
)
from bridges.featran.tft import Outputs, raw_feature_spec, transform
from bridges.featran.transformers.bucketizer import Bucketizer
from bridges.featran.transformers.hash_one_hot_encoder import HashOneHotEncoder
from bridges.featran.transformers.identity import Identity
from bridges.featran.transformers.min_max_scaler import MinMaxScaler
from bridges.featran.transformers.n_hot_encoder import NHotEncoder
from bridges.featran.transformers.n_hot_weighted_encoder import NHotWeightedEncoder
from bridges.featran.transformers.normalizer import Normalizer
from bridges.featran.transformers.one_hot_encoder import OneHotEncoder
from bridges.featran.transformers.polynomial_expansion import PolynomialExpansion
from bridges.featran.transformers.quantile_discretizer import QuantileDiscretizer
from bridges.featran.transformers.standard_scaler import StandardScaler

RATING = RecordOf(
    "Rating",
    (
        ("artist", STRING),
        ("stars", DOUBLE),
    ),
)
ADDRESS = RecordOf(
    "Address",
    (
        ("city", STRING),
        ("zip", OptionOf(STRING)),
    ),
)
LISTENER = RecordOf(
    "Listener",
    (
        ("age", INT),
        ("country", OptionOf(STRING)),
        ("minutes", DOUBLE),
        ("premium", BOOLEAN),
        ("genres", SeqOf(STRING)),
        ("skips", OptionOf(LONG)),
        ("taste", SeqOf(DOUBLE)),
        ("ratings", SeqOf(RATING)),
        ("address", ADDRESS),
    ),
)
listener = row(LISTENER, "listener")


SPEC = spec(
    # UserFeatures.scala:26 _.age.toDouble
    required(listener, to(DOUBLE, listener.age), MinMaxScaler("age")),
    # UserFeatures.scala:27 _.country
    optional(
        listener, listener.country, OneHotEncoder("country", encode_missing_value=True)
    ),
    # UserFeatures.scala:28 l => math.min(l.minutes / MinutesPerHour, 24.0)
    required(
        listener,
        op("math.min", (listener.minutes / lit(60.0)), lit(24.0), kind=DOUBLE),
        Bucketizer("hours", splits=(0.0, 1.0, 4.0, 24.0)),
    ),
    # UserFeatures.scala:30 _.minutes
    required(listener, listener.minutes, QuantileDiscretizer("minutes", num_buckets=4)),
    # UserFeatures.scala:31 l => if (l.premium) 1.0 else 0.0
    required(listener, if_(listener.premium, lit(1.0), lit(0.0)), Identity("premium")),
    # UserFeatures.scala:32 _.genres.map(_.toLowerCase)
    required(
        listener,
        op(
            "Seq.map",
            listener.genres,
            fn(lambda x_2: op("String.toLowerCase", x_2, kind=STRING), STRING),
            kind=SeqOf(STRING),
        ),
        NHotEncoder("genres"),
    ),
    # UserFeatures.scala:33 _.skips.map(_.toDouble)
    optional(
        listener,
        op(
            "Option.map",
            listener.skips,
            fn(lambda x_2: to(DOUBLE, x_2), LONG),
            kind=OptionOf(DOUBLE),
        ),
        StandardScaler("skip-rate", with_mean=True),
        default=0.0,
    ),
    # UserFeatures.scala:34 _.taste.toArray
    required(
        listener,
        op("Seq.to", listener.taste, kind=SeqOf(DOUBLE, "Array")),
        Normalizer("taste"),
    ),
    # UserFeatures.scala:35 _.taste.take(2).toArray
    required(
        listener,
        op(
            "Seq.to",
            op("Seq.take", listener.taste, lit(2), kind=SeqOf(DOUBLE)),
            kind=SeqOf(DOUBLE, "Array"),
        ),
        PolynomialExpansion("taste squared"),
    ),
    # UserFeatures.scala:36 _.ratings.map(r => WeightedLabel(r.artist, r.stars))
    required(
        listener,
        op(
            "Seq.map",
            listener.ratings,
            fn(lambda x_2: new(WEIGHTED_LABEL, x_2.artist, x_2.stars), RATING),
            kind=SeqOf(WEIGHTED_LABEL),
        ),
        NHotWeightedEncoder("ratings"),
    ),
    # UserFeatures.scala:37 _.address.city
    required(
        listener, listener.address.city, HashOneHotEncoder("city", hash_bucket_size=8)
    ),
    # UserFeatures.scala:38
    cross("premium", "country", lambda x_, y_: x_ * y_),
)


#: The columns in Featran's order.
FEATURE_NAMES = (
    "age",
    "country_BR",
    "country_DE",
    "country_SE",
    "country_US",
    "country___missing__",
    "hours_0",
    "hours_1",
    "hours_2",
    "minutes_0",
    "minutes_1",
    "minutes_2",
    "minutes_3",
    "premium",
    "genres_jazz",
    "genres_métal",
    "genres_pop",
    "genres_rock",
    "skip-rate",
    "taste_0",
    "taste_1",
    "taste_2",
    "taste_3",
    "taste squared_0",
    "taste squared_1",
    "taste squared_2",
    "taste squared_3",
    "taste squared_4",
    "ratings_a",
    "ratings_b",
    "ratings_c",
    "ratings_d",
    "city_0",
    "city_1",
    "city_2",
    "city_3",
    "city_4",
    "city_5",
    "city_6",
    "city_7",
    "cross_premium_x_country_BR",
    "cross_premium_x_country_DE",
    "cross_premium_x_country_SE",
    "cross_premium_x_country_US",
    "cross_premium_x_country___missing__",
)


OUTPUTS = Outputs(
    keys={
        "age": "age",
        "country": "country",
        "hours": "hours",
        "minutes": "minutes",
        "premium": "premium",
        "genres": "genres",
        "skip-rate": "skip_rate",
        "taste": "taste",
        "taste squared": "taste_squared",
        "ratings": "ratings",
        "city": "city",
        "premium x country": "premium_x_country",
    },
)


#: Featran's own settings, as the run of the Scala job wrote them.
SETTINGS = (
    '[{"cls":"com.spotify.featran.transformers.MinMaxScaler","name":"age","params":{"min":"0.0","max":"1.0"},"featureNames":["age"],"aggregators":"15.0,88.0,1.0"},'
    '{"cls":"com.spotify.featran.transformers.OneHotEncoder","name":"country","params":{"encodeMissingValue":"true"},"featureNames":["country_BR","country_DE","country_SE","country_US","country___missing__"],"aggregators":"label:BR,label:DE,label:SE,label:US"},'
    '{"cls":"com.spotify.featran.transformers.Bucketizer","name":"hours","params":{"splits":"[0.0,1.0,4.0,24.0]"},"featureNames":["hours_0","hours_1","hours_2"],"aggregators":""},'
    '{"cls":"com.spotify.featran.transformers.QuantileDiscretizer","name":"minutes","params":{"numBuckets":"4","k":"9"},"featureNames":["minutes_0","minutes_1","minutes_2","minutes_3"],"aggregators":"66.96633306397159,2903.7099304526673,639.0893936157227:0,1584.2783889770508:1,2378.195411682129:2,4096.0:3"},'
    '{"cls":"com.spotify.featran.transformers.Identity","name":"premium","params":{},"featureNames":["premium"],"aggregators":""},'
    '{"cls":"com.spotify.featran.transformers.NHotEncoder","name":"genres","params":{"encodeMissingValue":"false"},"featureNames":["genres_jazz","genres_métal","genres_pop","genres_rock"],"aggregators":"label:jazz,label:m%C3%A9tal,label:pop,label:rock"},'
    '{"cls":"com.spotify.featran.transformers.StandardScaler","name":"skip-rate","params":{"withStd":"true","withMean":"true"},"featureNames":["skip-rate"],"aggregators":"22.7,31.709777671879067"},'
    '{"cls":"com.spotify.featran.transformers.Normalizer","name":"taste","params":{"p":"2.0","expectedLength":"0"},"featureNames":["taste_0","taste_1","taste_2","taste_3"],"aggregators":"4"},'
    '{"cls":"com.spotify.featran.transformers.PolynomialExpansion","name":"taste squared","params":{"degree":"2","expectedLength":"0"},"featureNames":["taste squared_0","taste squared_1","taste squared_2","taste squared_3","taste squared_4"],"aggregators":"2"},'
    '{"cls":"com.spotify.featran.transformers.NHotWeightedEncoder","name":"ratings","params":{"encodeMissingValue":"false"},"featureNames":["ratings_a","ratings_b","ratings_c","ratings_d"],"aggregators":"label:a,label:b,label:c,label:d"},'
    '{"cls":"com.spotify.featran.transformers.HashOneHotEncoder","name":"city","params":{"hashBucketSize":"8","sizeScalingFactor":"8.0"},"featureNames":["city_0","city_1","city_2","city_3","city_4","city_5","city_6","city_7"],"aggregators":"8"}]'
)


#: What an example holds: the list it is in, and how many values it has.
RAW_FEATURES = {
    "address.city": ("bytes", "one"),
    "age": ("int64", "one"),
    "country": ("bytes", "optional"),
    "genres": ("bytes", "list"),
    "minutes": ("float", "one"),
    "minutes@f64": ("bytes", "optional"),
    "premium": ("int64", "one"),
    "ratings.artist": ("bytes", "list"),
    "ratings.stars": ("float", "list"),
    "ratings.stars@f64": ("bytes", "optional"),
    "skips": ("int64", "optional"),
    "taste": ("float", "list"),
    "taste@f64": ("bytes", "optional"),
}


def preprocessing_fn(inputs):
    """The features of a batch: float32 [batch, columns] by transformer."""
    return transform(SPEC, inputs, settings=SETTINGS, outputs=OUTPUTS)


def raw_features():
    """What tf.io.parse_example takes, here and in serving signatures."""
    return raw_feature_spec(RAW_FEATURES)
