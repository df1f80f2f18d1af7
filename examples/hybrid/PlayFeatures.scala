package com.harbortunes.features

import com.spotify.featran._
import com.spotify.featran.transformers._

case class Play(skipped: Int, nth_play: Int, tempo: Int)

object PlayFeatures {
  val spec: FeatureSpec[Play] = FeatureSpec
    .of[Play]
    .required(_.skipped.toDouble)(Identity("skipped"))
    .required(p => math.log(p.nth_play.toDouble))(MinMaxScaler("familiarity"))
    .required(_.tempo.toDouble)(Bucketizer("tempo", Array(0.0, 90.0, 120.0, 300.0)))
}
