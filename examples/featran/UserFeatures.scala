package com.example.features

import com.spotify.featran._
import com.spotify.featran.transformers._

case class Address(city: String, zip: Option[String])

case class Rating(artist: String, stars: Double)

case class Listener(
  age: Int,
  country: Option[String],
  minutes: Double,
  premium: Boolean,
  genres: Seq[String],
  skips: Option[Long],
  taste: Seq[Double],
  ratings: Seq[Rating],
  address: Address)

object UserFeatures {
  val MinutesPerHour = 60

  val spec: FeatureSpec[Listener] = FeatureSpec
    .of[Listener]
    .required(_.age.toDouble)(MinMaxScaler("age"))
    .optional(_.country)(OneHotEncoder("country", encodeMissingValue = true))
    .required(l => math.min(l.minutes / MinutesPerHour, 24.0))(
      Bucketizer("hours", Array(0.0, 1.0, 4.0, 24.0)))
    .required(_.minutes)(QuantileDiscretizer("minutes", numBuckets = 4))
    .required(l => if (l.premium) 1.0 else 0.0)(Identity("premium"))
    .required(_.genres.map(_.toLowerCase))(NHotEncoder("genres"))
    .optional(_.skips.map(_.toDouble), Some(0.0))(StandardScaler("skip-rate", withMean = true))
    .required(_.taste.toArray)(Normalizer("taste"))
    .required(_.taste.take(2).toArray)(PolynomialExpansion("taste squared"))
    .required(_.ratings.map(r => WeightedLabel(r.artist, r.stars)))(NHotWeightedEncoder("ratings"))
    .required(_.address.city)(HashOneHotEncoder("city", 8))
    .cross(("premium", "country"))(_ * _)
}
