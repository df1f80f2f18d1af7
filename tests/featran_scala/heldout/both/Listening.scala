// run spec=k03.Listening.multi rows=k03.Listening.rows
// run spec=k03.Listening.features rows=k03.Listening.rows
package k03

import com.spotify.featran.{FeatureSpec, MultiFeatureSpec}
import com.spotify.featran.transformers._

case class Track(id: String, genres: List[String], durationMs: Int, popularity: Float)
case class User(country: String, history: List[Track], playlists: List[List[String]], weights: Map[String, Double])

object Listening {
  private val TopCountries = Set("US", "SE", "GB")

  val features = FeatureSpec.of[User]
    .required(u => if (TopCountries(u.country)) u.country else "other")(OneHotEncoder("country"))
    .required(_.history.flatMap(_.genres).distinct)(NHotEncoder("genres"))
    .required(_.playlists.flatten)(HashNHotEncoder("tracks", 8))
    .required(_.playlists.map(_.size).foldLeft(0)(_ + _).toDouble)(MinMaxScaler("playlist_tracks"))
    .required(_.playlists.filter(_.nonEmpty).map(_.head))(NHotEncoder("first_tracks"))
    .required(u => u.history.map(_.durationMs / 1000.0).toArray)(QuantileThing.norm)
    .required(_.history.groupBy(_.id).toList.map { case (k, v) => WeightedLabel(k, v.size.toDouble) }.sortBy(_.name))(NHotWeightedEncoder("counts"))
    .required(u => u.weights.toSeq.sortBy(_._1).map { case (k, v) => WeightedLabel(k, v) })(NHotWeightedEncoder("weights"))
    .required(u => u.history.map(_.popularity).sum.toDouble / math.max(1, u.history.length))(Identity("mean_popularity"))

  val label = FeatureSpec.of[User]
    .required(u => if (u.history.exists(_.durationMs > 300000)) 1.0 else 0.0)(Binarizer("label", 0.5))

  val multi = MultiFeatureSpec(features, label)

  val rows = List(
    User("SE", List(Track("t1", List("rock", "pop"), 200000, 0.5f), Track("t1", List("pop"), 310000, 0.25f)), List(List("a", "b"), Nil, List("c")), Map("x" -> 1.5, "y" -> -0.5)),
    User("FR", List(Track("t2", Nil, 1, 0.1f), Track("t3", List("jazz"), 999, 0.7f)), Nil, Map.empty),
    User("US", List(Track("t9", List("jazz"), 5000, 1.0f), Track("t8", Nil, 7, 0.3f)), List(List("z")), Map("z" -> 2.0)))
}

object QuantileThing {
  def norm = Normalizer("durations", 2.0)
}
