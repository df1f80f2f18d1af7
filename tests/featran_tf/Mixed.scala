package com.example

import com.spotify.featran._
import com.spotify.featran.transformers._

case class Account(
  age: Int,
  visits: Option[Long],
  balance: Double,
  score: Option[Float],
  premium: Boolean,
  country: Option[String],
  plan: String,
  tags: Seq[String],
  taste: Seq[Double])

object Mixed {
  val spec: FeatureSpec[Account] = FeatureSpec
    .of[Account]
    .required(_.age.toDouble)(MinMaxScaler("age"))
    .optional(_.visits.map(_.toDouble), Some(1.0))(Identity("visits"))
    .required(_.balance)(Binarizer("in credit"))
    .required(_.balance)(Binarizer("rich", threshold = 1000.5))
    .optional(_.score.map(_.toDouble))(Bucketizer("score", Array(1.0, 2.5, 10.0)))
    .required(a => if (a.premium) 1.0 else 0.0)(Identity("premium"))
    .optional(_.country)(OneHotEncoder("country", encodeMissingValue = true))
    .required(_.plan)(PositionEncoder("plan"))
    .required(_.tags)(NHotEncoder("tags"))
    .required(_.taste.toArray)(VectorIdentity("taste"))
    .required(a => math.log1p(a.balance * a.balance) / 2)(StandardScaler("log of balance"))
}
