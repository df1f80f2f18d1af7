// run spec=fitness.workouts.WorkoutFeatures.spec rows=judge.TeamRows.workouts(41,8)
package fitness.workouts

import com.spotify.featran._
import com.spotify.featran.transformers._
import scala.collection.mutable

case class Sample(t: Long, bpm: Int, pace: Double)
case class Lap(index: Int, samples: Seq[Sample], tag: Option[String])
case class Workout(user: String, laps: List[Lap], goals: Map[String, Int], weights: Array[Double], tags: Set[String])

object Stats {
  def mean(xs: Seq[Double]): Double = if (xs.isEmpty) 0.0 else xs.sum / xs.size
  def variance(xs: Seq[Double]): Double = { val m = mean(xs); mean(xs.map(x => (x - m) * (x - m))) }
  def median(xs: Seq[Double]): Option[Double] = {
    val s = xs.sorted
    s.size match {
      case 0               => None
      case n if n % 2 == 1 => Some(s(n / 2))
      case n               => Some((s(n / 2 - 1) + s(n / 2)) / 2)
    }
  }
  def quantile(q: Double)(xs: Seq[Double]): Double = {
    require(q >= 0 && q <= 1)
    if (xs.isEmpty) Double.NaN else xs.sorted.apply((q * (xs.size - 1)).round.toInt)
  }
  def ema(alpha: Double)(xs: Seq[Double]): Seq[Double] =
    if (xs.isEmpty) Seq.empty else xs.tail.scanLeft(xs.head)((prev, x) => alpha * x + (1 - alpha) * prev)
  def entropy(xs: Seq[String]): Double = {
    var total = 0.0
    val counts = mutable.Map.empty[String, Int]
    for (x <- xs) counts(x) = counts.getOrElse(x, 0) + 1
    for ((_, c) <- counts.toSeq.sortBy(_._1)) {
      val p = c.toDouble / xs.size
      total -= p * math.log(p)
    }
    total
  }
  def argmax(xs: Seq[Double]): Int = xs.zipWithIndex.reduceOption((a, b) => if (b._1 > a._1) b else a).map(_._2).getOrElse(-1)
  def slope(points: Seq[(Double, Double)]): Double = {
    val (n, sx, sy, sxy, sxx) = points.foldLeft((0, 0.0, 0.0, 0.0, 0.0)) { case ((k, a, b, c, d), (x, y)) =>
      (k + 1, a + x, b + y, c + x * y, d + x * x)
    }
    val den = n * sxx - sx * sx
    if (den == 0) 0.0 else (n * sxy - sx * sy) / den
  }
  def maxDrawdown(xs: Seq[Double]): Double = {
    var peak = Double.NegativeInfinity
    var worst = 0.0
    xs.foreach { x =>
      if (x > peak) peak = x
      worst = math.max(worst, peak - x)
    }
    worst
  }
  def streak(xs: Seq[Boolean]): Int = {
    var i = 0
    while (i < xs.length && xs(i)) i += 1
    i
  }
}

object WorkoutFeatures {
  import Stats._

  private case class Zone(name: String, from: Int, until: Int) { def contains(bpm: Int): Boolean = from <= bpm && bpm < until }
  private val zones = List(Zone("rest", Int.MinValue, 100), Zone("easy", 100, 140), Zone("hard", 140, 170), Zone("max", 170, Int.MaxValue))
  private def zoneOf(bpm: Int): Option[String] = zones.find(_.contains(bpm)).map(_.name)

  private def samples(w: Workout): List[Sample] = w.laps.flatMap(_.samples)
  private def bpms(w: Workout): List[Double] = samples(w).map(_.bpm.toDouble)

  private def perZone(w: Workout): Map[String, Int] =
    samples(w).flatMap(s => zoneOf(s.bpm)).groupBy(identity).map { case (k, v) => k -> v.size }

  val spec = zones
    .foldLeft(FeatureSpec.of[Workout]) { (s, z) =>
      s.required(w => samples(w).count(x => z.contains(x.bpm)).toDouble)(Identity(s"zone_${z.name}"))
    }
    .required(w => mean(bpms(w)))(StandardScaler("mean_bpm"))
    .required(w => math.sqrt(variance(bpms(w))))(Identity("std_bpm"))
    .optional(w => median(bpms(w)))(Identity("median_bpm"))
    .required(w => quantile(0.9)(bpms(w)))(Identity("p90_bpm"))
    .optional(w => ema(0.3)(samples(w).map(_.pace)).lastOption)(Identity("pace_ema"))
    .required(w => entropy(w.laps.flatMap(_.tag)))(Identity("tag_entropy"))
    .required(w => argmax(w.laps.map(l => mean(l.samples.map(_.pace)))).toDouble)(Identity("fastest_lap"))
    .required(w => slope(samples(w).zipWithIndex.map { case (s, i) => (i.toDouble, s.pace) }))(Identity("pace_slope"))
    .required(w => maxDrawdown(bpms(w)))(Identity("drawdown"))
    .required(w => streak(w.laps.map(_.samples.nonEmpty)).toDouble)(Identity("streak"))
    .required(w => perZone(w).toSeq.sortBy { case (k, n) => (-n, k) }.headOption.map(_._1).getOrElse("none"))(OneHotEncoder("main_zone"))
    .required(w => perZone(w).map { case (k, n) => WeightedLabel(k, n.toDouble) }.toSeq.sortBy(_.name))(NHotWeightedEncoder("zone_counts"))
    .required(w => w.laps.sliding(2).count { case a :: b :: Nil => a.index + 1 != b.index; case _ => false }.toDouble)(Identity("gaps"))
    .required(w => w.laps.map(_.samples.size).foldLeft((0, 0)) { case ((odd, even), n) => if (n % 2 == 0) (odd, even + 1) else (odd + 1, even) }._2.toDouble)(Identity("even_laps"))
    .required { w =>
      val byTag = w.laps.groupBy(_.tag.getOrElse("-")).mapValues(_.map(_.samples.size).sum).toMap
      byTag.getOrElse("sprint", 0) - byTag.getOrElse("-", 0).toDouble
    }(Identity("sprint_minus_untagged"))
    .required(w => w.goals.filter { case (_, v) => v > 0 }.keySet.intersect(w.tags).size.toDouble)(Identity("goals_tagged"))
    .required(w => (w.goals.keySet ++ w.tags).toList.sorted)(NHotEncoder("words"))
    .required(w => w.weights.zip(w.weights.drop(1)).map { case (a, b) => b - a }.padTo(2, 0.0).take(2))(VectorIdentity[Array]("weight_steps", 2))
    .required(w => w.weights.iterator.map(math.abs).foldLeft(0.0)(_ + _))(Identity("weight_l1"))
    .required(w => w.laps.map(_.index).combinations(2).count { case List(a, b) => a > b }.toDouble)(Identity("pairs"))
    .required(w => Iterator.iterate(1)(_ * 2).takeWhile(_ <= samples(w).size).size.toDouble)(Identity("doublings"))
    .required(w => w.laps.map(l => l.samples.map(_.bpm).take(2).padTo(2, 0)).transpose.map(_.sum.toDouble).padTo(2, 0.0))(VectorIdentity[List]("column_sums", 2))
}
