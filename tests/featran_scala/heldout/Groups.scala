// run spec=h11.Sessions.spec rows=h11.Sessions.rows
package h11

import com.spotify.featran._
import com.spotify.featran.transformers._

case class Play(track: String, ms: Int, skipped: Boolean, at: Long)
case class Session(user: String, plays: List[Play], ratings: Map[String, Int])

object Sessions {
  private def topTracks(s: Session): Seq[WeightedLabel] =
    s.plays
      .groupBy(_.track)
      .map { case (track, ps) => WeightedLabel(track, ps.map(_.ms).sum.toDouble) }
      .toSeq
      .sortBy(-_.value)
      .take(2)

  private def gaps(s: Session): Seq[Double] =
    s.plays.map(_.at).sliding(2).collect { case Seq(a, b) => (b - a).toDouble }.toSeq

  val spec = FeatureSpec
    .of[Session]
    .required(topTracks)(NHotWeightedEncoder("top"))
    .required(s => gaps(s).sum)(MinMaxScaler("gaps"))
    .required(s => s.plays.partition(_.skipped)._1.size.toDouble)(Identity("skips"))
    .required { s =>
      val (short, long) = s.plays.partition(_.ms < 30000)
      if (long.isEmpty) 1.0 else short.size.toDouble / long.size
    }(Identity("short_ratio"))
    .required(s => s.plays.span(!_.skipped)._1.length.toDouble)(Identity("until_skip"))
    .required(s => s.plays.map(_.ms.toDouble).scanLeft(0.0)(_ + _).max)(Identity("cum"))
    .required(s => s.plays.grouped(2).map(_.map(_.ms).max).sum.toDouble)(Identity("pair_max"))
    .required(s => (s.ratings ++ Map("bonus" -> 1)).values.sum.toDouble)(Identity("ratings"))
    .required(s => (s.ratings - "x").size.toDouble)(Identity("without_x"))
    .required(s => (s.ratings + ("y" -> 5)).values.max.toDouble)(Identity("with_y"))
    .required(s => s.ratings.mapValues(_ * 2).values.sum.toDouble)(Identity("doubled"))
    .required(s => s.ratings.filterKeys(_ != "x").keys.toSeq.sorted)(NHotEncoder("rated"))
    .required(s => s.plays.map(_.track).diff(List("a")).size.toDouble)(Identity("not_a"))
    .required(s => s.plays.map(_.track).intersect(s.ratings.keys.toSeq).size.toDouble)(Identity("rated_played"))
    .required(s => s.plays.map(_.track).distinct.updated(0, "first"))(NHotEncoder("updated"))
    .required(s => s.plays.groupBy(_.skipped).getOrElse(true, Nil).size.toDouble)(Identity("g"))
    .required(s => s.plays.groupBy(_.track).mapValues(_.size).toList.maxBy(_._2)._1)(OneHotEncoder("mode"))
    .required(s => s.plays.foldLeft((0, 0)) { case ((n, t), p) => if (p.skipped) (n + 1, t) else (n, t + p.ms) }._2.toDouble)(Identity("listened"))
    .required(s => s.plays.zipWithIndex.map { case (p, i) => p.ms.toDouble / (i + 1) }.sum)(Identity("discounted"))
    .required(s => s.plays.sortBy(p => (-p.ms, p.track)).headOption.map(_.track).getOrElse(""))(OneHotEncoder("longest"))
    .required(s => s.plays.sortWith(_.ms > _.ms).map(_.track).head)(OneHotEncoder("longest2"))
    .required(s => s.plays.reverse.find(_.skipped).fold(-1.0)(_.ms))(Identity("last_skip"))
    .required(s => s.plays.count(p => p.ms > 1000 && !p.skipped).toDouble)(Identity("full"))
    .required(s => s.plays.minBy(_.at).ms.toDouble)(Identity("first_ms"))
    .required(s => s.plays.flatMap(p => Seq(p.track, p.track.reverse)).toSet.size.toDouble)(Identity("variants"))

  val rows = List(
    Session("u", List(Play("a", 1000, false, 1L), Play("b", 31000, true, 5L), Play("a", 90000, false, 7L)), Map("a" -> 5, "x" -> 1)),
    Session("v", List(Play("zz", 5, true, 100L)), Map()),
    Session("w", List(Play("d", 40000, false, 3L), Play("c", 40000, false, 1L), Play("b", 2, true, 4L), Play("a", 3, true, 9L), Play("e", 30000, true, 9L), Play("e", 1, false, 10L)), Map("a" -> 1, "b" -> 2, "c" -> 3, "d" -> 4, "e" -> 5, "x" -> 100))
  )
}
