// run spec=sessions.SessionFeatures.all rows=judge.Rows.sessions(3,8)
package sessions

import com.spotify.featran.{FeatureSpec, MultiFeatureSpec}
import com.spotify.featran.transformers.{Identity => Raw, _}

sealed trait EndReason extends Product with Serializable { def skip: Boolean }
object EndReason {
  case object TrackDone extends EndReason { override val skip = false }
  case object ForwardButton extends EndReason { override val skip = true }
  case object BackButton extends EndReason { override val skip = true }
  final case class Unknown(raw: String) extends EndReason { override def skip: Boolean = raw.startsWith("fwd") }

  def parse(s: String): EndReason = s match {
    case "trackdone"           => TrackDone
    case "fwdbtn" | "forward"  => ForwardButton
    case "backbtn"             => BackButton
    case null                  => Unknown("")
    case other                 => Unknown(other)
  }
}

case class Play(track: String, msPlayed: Long, durationMs: Long, reason: String, energy: Option[Float])
case class Session(id: String, plays: Vector[Play], shuffle: Option[Boolean], device: Option[String], hour: Int)

object SessionFeatures {

  // -- helpers ---------------------------------------------------------------

  private[this] val MinMs = 30 * 1000L

  private def completion(p: Play): Double = p match {
    case Play(_, _, 0L, _, _)     => 0.0
    case Play(_, ms, dur, _, _) if ms >= dur => 1.0
    case Play(_, ms, dur, _, _)   => ms.toDouble / dur
  }

  private val longPlay: PartialFunction[Play, Double] = {
    case p if p.msPlayed > MinMs => p.msPlayed / 1000.0
  }

  private def energies(s: Session): Seq[Double] =
    for {
      play   <- s.plays
      energy <- play.energy.toSeq
      if !energy.isNaN
    } yield energy.toDouble

  private def mean(xs: Seq[Double]): Option[Double] =
    if (xs.isEmpty) None else Some(xs.sum / xs.length)

  private def delta(xs: Seq[Double]) = xs.sliding(2).collect { case Seq(a, b) => b - a }.toList

  private def runLength(s: Session): Int =
    s.plays.foldLeft((0, 0)) { case ((best, cur), p) =>
      val now = if (EndReason.parse(p.reason).skip) 0 else cur + 1
      (best max now, now)
    }._1

  private def bigrams(s: Session): Seq[String] =
    s.plays.map(_.track).sliding(2).filter(_.size == 2).map(_.mkString(">")).toSeq

  // -- specs -----------------------------------------------------------------

  val behaviour: FeatureSpec[Session] = FeatureSpec
    .of[Session]
    .required(_.plays.size.toDouble)(StandardScaler("plays", withStd = false, withMean = true))
    .optional(s => mean(s.plays.map(completion)))(MinMaxScaler("completion"))
    .required(_.plays.collect(longPlay).sum)(MaxAbsScaler("long_seconds"))
    .required(s => runLength(s).toDouble)(Bucketizer("run", Array(0.0, 1, 2, 4, 1e9)))
    .required(s => s.plays.map(_.reason).map(EndReason.parse).count(_.skip).toDouble)(Raw("skips"))
    .required(s => s.plays.map(p => EndReason.parse(p.reason)).collect { case EndReason.Unknown(r) => r }.distinct)(NHotEncoder("unknown_reasons", encodeMissingValue = true))

  val content: FeatureSpec[Session] = FeatureSpec
    .of[Session]
    .optional(s => mean(energies(s)), Some(0.5))(Binarizer("energetic", 0.6))
    .required(s => delta(energies(s)).map(math.abs).sum)(QuantileOutlierRejector("energy_jumps", rejectLower = false))
    .required(bigrams _)(HashNHotEncoder("bigrams", 11))
    .required(_.plays.map(_.track))(NGrams("track_grams", low = 1, high = 2, sep = "|"))
    .required(s => s.plays.groupBy(_.track).toSeq.map { case (t, ps) => WeightedLabel(t, ps.map(_.msPlayed).sum / 1e3) }.sortBy(l => (-l.value, l.name)))(
      NHotWeightedEncoder("track_seconds"))

  val context = FeatureSpec.of[Session]
    .optional(_.shuffle.map { case true => 1.0; case false => 0.0 })(Indicator("has_shuffle"))
    .optional(_.shuffle.map(if (_) 1.0 else 0.0), default = Some(0.5))(Raw("shuffle"))
    .optional(_.device)(OneHotEncoder(name = "device"))
    .required(_.hour.toDouble)(VonMisesEvaluator(name = "hour", kappa = 0.5, scale = math.Pi / 12, points = (0 until 24 by 6).map(_.toDouble).toArray))

  val all = MultiFeatureSpec(behaviour, content, context)
}
