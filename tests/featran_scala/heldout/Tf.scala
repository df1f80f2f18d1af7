// run spec=t30.S.spec rows=t30.S.rows
package t30
import com.spotify.featran._
import com.spotify.featran.transformers._
case class Song(id: Long, loudness: Float, tempo: Double, genres: Seq[String], plays: Map[String, Long], year: Int, isrc: String, emb: Seq[Float])
object S extends Serializable {
  private object K { final val MinYear = 1900; final val Genres = 3; val Country = "SE" }
  import K._
  private[t30] def decade(y: Int) = s"${y / 10 * 10}s"
  def age(s: Song, now: Int = 2024): Double = (now - s.year max 0).toDouble
  private def l2(xs: Seq[Double]) = math.sqrt(xs.map(x => x * x).sum)
  protected def unit(xs: Seq[Double]): Seq[Double] = l2(xs) match { case 0.0 => xs; case n => xs.map(_ / n) }
  lazy val spec: FeatureSpec[Song] = FeatureSpec.of[Song]
    .required(_.loudness.toDouble)(StandardScaler("loudness", withMean = true))
    .required(s => math.log(s.tempo max 1.0) / math.log(2))(Identity("octave"))
    .required(_.genres.take(Genres))(NHotEncoder("genres"))
    .required(s => s.genres.headOption.getOrElse("?"))(TopNOneHotEncoder("top_genre", n = 2, seed = 11))
    .required(s => decade(s.year))(PositionEncoder("decade"))
    .required(age(_))(MinMaxScaler("age"))
    .required(s => age(s, now = MinYear))(Identity("age1900"))
    .required(s => s.plays.getOrElse(Country, 0L).toDouble / s.plays.values.sum.max(1L))(Identity("share"))
    .required(s => s.isrc.substring(0, 2) + "/" + s.isrc.charAt(2))(OneHotEncoder("isrc"))
    .required(s => unit(s.emb.map(_.toDouble)))(VectorIdentity[Seq]("emb", 3))
    .required(s => s.emb.map(_.toDouble).toArray)(Normalizer("norm", p = 1.0, expectedLength = 3))
    .required(s => s.plays.toSeq.map { case (c, n) => WeightedLabel(c, n.toDouble) })(HashNHotWeightedEncoder("countries", hashBucketSize = 8))
    .required(s => (s.id % 100).toInt / 10)(Identity("x").contramap((i: Int) => i.toDouble))
    .required(s => s.id ^ (s.id >>> 33))(Identity("mix").contramap[Long](_.toDouble))
  val rows = List(
    Song(123456789012L, -7.5f, 120.0, Seq("rock", "pop", "metal", "x"), Map("SE" -> 10L, "US" -> 30L), 1987, "SEABC", Seq(0.1f, 0.2f, -0.3f)),
    Song(-5L, -0.1f, 0.5, Nil, Map(), 2030, "USX12", Seq(0f, 0f, 0f)),
    Song(7L, 3.25f, 99.9, Seq("pop"), Map("DE" -> 1L), 1999, "GB-1", Seq(1f, 2f, 2f))
  )
}
