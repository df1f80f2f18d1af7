// run spec=playlist.rec.PlaylistFeatures.multi rows=judge.Rows.playlists(11,8)
package playlist.rec
import com.spotify.featran._, transformers._
import scala.annotation.tailrec

/**
 * Candidate (playlist, track) pairs.
 */
case class TrackVec(id: String, vec: Array[Float], bpm: Double, key: Int)
case class Candidate(seeds: Seq[TrackVec], track: TrackVec, title: String, followers: Long, pos: Option[Short])
object Linalg
{
  type Vec = Array[Double]
  def dot(a: Vec, b: Vec): Double = (a zip b).map { case (x, y) => x * y }.sum
  def norm(a: Vec) = math.sqrt(dot(a, a))
  def cosine(a: Vec, b: Vec): Double = { val d = norm(a) * norm(b); if (d == 0.0) 0.0 else dot(a, b) / d }
  def centroid(vs: Seq[Vec], dim: Int): Vec =
    if (vs.isEmpty) Array.fill(dim)(0.0)
    else vs.reduce((a, b) => a.zip(b).map(p => p._1 + p._2)).map(_ / vs.size)
}
trait HasDim { def dim: Int = 3 }
class PlaylistFeatures(val w: Double) extends HasDim with java.io.Serializable {
  import Linalg._
  private def vec(t: TrackVec): Vec = t.vec.map(_.toDouble)
  private def center(c: Candidate) = centroid(c.seeds.map(vec), dim)
  // camelot distance on the circle of fifths
  private def keyDistance(a: Int, b: Int): Int = { val d = Math.abs(a - b) % 12; if (d > 6) 12 - d else d }
  @tailrec private def gcd(a: Int, b: Int): Int = if (b == 0) a.abs else gcd(b, a % b)
  private lazy val words: Candidate => Seq[String] = _.title.toLowerCase.split(' ').filter(_.length > 2).toSeq
  private val bpmBand = (b: Double) => b match { case x if x.isNaN => "?"; case x if x < 90 => "slow"; case x if x < 120 => "mid"; case _ => "fast" }

  val similarity =
    FeatureSpec.of[Candidate]
      .required(c => cosine(center(c), vec(c.track)))(Identity("cosine"))
      .required(c => c.seeds.map(s => cosine(vec(s), vec(c.track))).foldLeft(-1.0)(_ max _))(Binarizer("best", w))
      .required(c => center(c))(VectorIdentity[Array]("center", dim))
      .required(c => vec(c.track))(PolynomialExpansion("track_poly", degree = 2))
      .required(c => vec(c.track).map(x => x * x))(Normalizer("track_sq", p = 1))
      .required(c => c.seeds.map(s => keyDistance(s.key, c.track.key)).sum.toDouble / c.seeds.size.max(1))(MinMaxScaler("key_distance", 0.0, 1.0))
      .required(c => gcd(c.track.key, 12).toDouble)(Identity("gcd"))

  val popularity =
    FeatureSpec.of[Candidate]
      .required(c => math.log1p(c.followers max 0L))(StandardScaler("log_followers", withStd = true, withMean = true))
      .required(_.followers.toString.length.toDouble)(QuantileDiscretizer("magnitude"))
      .optional(_.pos.map(p => 1.0 / (p + 1)), Option(0.0))(MaxAbsScaler("pos"))
      .optional(_.pos)(Bucketizer("pos_bucket", Array(0.0, 10.0, 50.0, 1e4)).contramap[Short](_.toDouble))

  val text = FeatureSpec.of[Candidate]
    .required(words)(NHotEncoder("words"))
    .required(words andThen (_.map(w => WeightedLabel(w, w.length.toDouble))))(HashNHotWeightedEncoder("word_hash", 8))
    .required(words.andThen(_.headOption.getOrElse("")))(HeavyHitters("first_word", 3, 0.01, 0.01, 42))
    .required(c => bpmBand(c.track.bpm))(PositionEncoder("bpm_band"))
    .required(c => (c.seeds :+ c.track).map(_.bpm).map(bpmBand))(NGrams("bpm_seq", 2, 3, "-"))
    .required(c => c.title.codePointCount(0, c.title.length).toDouble)(Identity("code_points"))
    .required(c => c.title.exists(_.isSurrogate).compare(false).toDouble)(Identity("has_emoji"))

  def spec = MultiFeatureSpec(similarity, popularity, text)
}
object PlaylistFeatures { val multi = new PlaylistFeatures(0.75).spec }
