// run spec=com.radio.events.ListenFeatures.spec rows=judge.TeamRows.listens(32,8)
package com.radio.events

import com.spotify.featran._
import com.spotify.featran.transformers._
import com.radio.avro.Listen
import scala.collection.JavaConverters._
import scala.util.Try

/** Features over the Avro event as javac made it. */
object ListenFeatures extends Serializable {
  private val Nordics = Set("SE", "NO", "DK", "FI", "IS")

  private def str(cs: CharSequence): String = if (cs == null) "" else cs.toString
  private def opt(cs: CharSequence): Option[String] = Option(cs).map(_.toString.trim).filter(_.nonEmpty)

  implicit class RichListen(private val l: Listen) extends AnyVal {
    def countryCode: Option[String] = opt(l.getCountry).map(_.toUpperCase)
    def genreNames: Seq[String] = Option(l.getGenres).map(_.asScala.toList.map(_.toString)).getOrElse(Nil)
    def age: Option[Int] = for {
      y <- Option(l.getBirthYear)
      year = y.intValue
      if year > 1900 && year <= 2020
    } yield 2020 - year
  }

  val spec = FeatureSpec.of[Listen]
    .required(l => (str(l.getUserId).hashCode.abs % 16).toDouble)(Identity("user_shard"))
    .optional(_.countryCode)(OneHotEncoder("country"))
    .optional(_.countryCode.map(c => if (Nordics(c)) 1.0 else 0.0), Some(0.0))(Identity("nordic"))
    .optional(_.age.map(_.toDouble))(StandardScaler("age"))
    .required(_.genreNames)(NHotEncoder("genres"))
    .required(_.genreNames.distinct.size.toDouble)(MaxAbsScaler("genre_count"))
    .required(l => l.genreNames.zipWithIndex.map { case (g, i) => WeightedLabel(g, 1.0 / (i + 1)) })(NHotWeightedEncoder("genre_rank"))
    .required(_.getMsPlayed.toDouble)(QuantileOutlierRejector("ms", numBuckets = 4))
    .required(l => math.log(1 + l.getMsPlayed.max(0L)))(Identity("log_ms"))
    .required(l => if (l.getOffline) 1.0 else 0.0)(Identity("offline"))
    .optional(l => Option(l.getScore).map(_.doubleValue).filterNot(_.isNaN))(Normalized.score)
    .optional(l => Option(l.getPlatform).map(_.toString).collect { case p if p startsWith "ios" => "apple"; case p if p startsWith "android" => "google" })(OneHotEncoder("vendor"))
    .required(l => Try(str(l.getPlatform).split("-")(1).toInt).getOrElse(-1).toDouble)(Identity("platform_version"))
    .required(l => l.getEmbedding.asScala.map(_.doubleValue).toArray)(VectorIdentity[Array]("embedding", 2))

  private object Normalized { def score = MinMaxScaler("score", min = -1, max = 1) }
}
