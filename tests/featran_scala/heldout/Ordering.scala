// run spec=t22.Rank.spec rows=t22.Rank.rows
package t22
import com.spotify.featran._
import com.spotify.featran.transformers._

case class Cand(scores: Seq[(String, Double)], m: Map[String, Int], xs: Vector[Int], words: Array[String])
object Rank {
  private def top(n: Int)(c: Cand): Seq[String] = c.scores.sortBy(_._2)(Ordering[Double].reverse).take(n).map(_._1)
  val spec = FeatureSpec.of[Cand]
    .required(c => top(2)(c))(NHotEncoder("top"))
    .required(_.xs.sorted(Ordering[Int].reverse).headOption.map(_.toDouble).getOrElse(-1.0))(Identity("biggest"))
    .required(_.xs.sorted.reverse.take(3).map(_.toDouble).sum)(Identity("top3"))
    .required(_.m.toSeq.sortBy { case (k, v) => (-v, k) }.map(_._1))(NHotEncoder("by_count"))
    .required(_.m.maxBy(_._2)._1)(OneHotEncoder("argmax"))
    .required(_.m.groupBy(_._2 % 2).map { case (k, v) => k.toString + v.size }.toSeq)(NHotEncoder("parity"))
    .required(_.words.groupBy(_.length).toSeq.map { case (l, ws) => s"$l:${ws.length}" })(NHotEncoder("lengths"))
    .required(_.words.groupBy(_.take(1)).map { case (h, ws) => h -> ws.length }.toSeq.map { case (k, v) => WeightedLabel(k, v) })(NHotWeightedEncoder("initials"))
    .required(_.words.sortWith(_.length < _.length).mkString(","))(OneHotEncoder("by_length"))
    .required(c => c.xs.foldRight("")((x, acc) => acc + x))(OneHotEncoder("right"))
    .required(_.xs.grouped(3).map(_.sum.toDouble).toSeq)(VectorIdentity[Seq]("g3", 2))
    .required(_.xs.sliding(2, 2).map(_.head.toDouble).toList)(VectorIdentity[List]("s2", 2))
    .required(c => c.xs.zip(c.xs.drop(1)).count { case (a, b) => a < b }.toDouble)(Identity("rises"))
    .required(c => c.m.map { case (k, v) => (k.take(1), v) }.toSeq.map(_._2).mkString(" "))(OneHotEncoder("remap"))
    .required(c => (c.m ++ Map("a" -> 100, "q" -> 7) - "b").toSeq.map { case (k, v) => k + v }.mkString("|"))(OneHotEncoder("merged"))
    .required(c => c.m.filter(_._2 > 1).map(_._1).mkString("|"))(OneHotEncoder("filtered"))
    .required(c => c.m.filterKeys(_ > "b").toMap.updated("z", 1).keys.mkString("|"))(OneHotEncoder("keys"))
    .required(c => c.xs.scanLeft(0)(_ + _).tail.lastOption.fold(0.0)(_.toDouble))(Identity("running"))
    .required(c => c.xs.distinct.diff(Seq(1, 2)).intersect(Vector(3, 5, 7)).size.toDouble)(Identity("odd"))
    .required(c => c.xs.lastIndexOf(5).toDouble)(Identity("last5"))
    .required(c => c.xs.toSet.intersect(Set(1, 2, 3, 4, 5, 6)).size.toDouble)(Identity("common"))
    .required(c => (c.xs.toSet & Set(1, 5) | Set(9)).toList.sorted.mkString)(OneHotEncoder("sets"))
    .required(c => (c.xs.toSet -- Seq(5)).contains(5).toString)(OneHotEncoder("minus"))
    .required(c => c.xs.maxOption.map(_.toDouble).getOrElse(0.0))(Identity("maxopt"))
    .required(c => c.words.toSeq.minByOption(_.length).getOrElse("none"))(OneHotEncoder("shortest"))
    .required { c => val (hi, lo) = c.scores.partition(_._2 >= 0.5); hi.size - lo.size.toDouble }(Identity("balance"))
    .required(c => c.scores.map(_._2).span(_ > 0.1)._2.length.toDouble)(Identity("tail"))
    .required(c => c.xs.indexWhere(_ > 3).toDouble)(Identity("first_big"))
    .required(c => c.xs.updated(0, 42).sum.toDouble)(Identity("upd"))
    .required(c => c.m.collect { case (k, v) if v > 1 => k -> v * 2 }.values.sum.toDouble)(Identity("collected"))
    .required(c => c.m.get("a").orElse(c.m.get("b")).map(_.toDouble).getOrElse(Double.NaN))(Identity("ab"))
    .required(c => c.xs.map { case 1 => "one"; case x if x > 4 => "big"; case _ => "other" }.groupBy(identity).mapValues(_.size).toSeq.sortBy(_._1).map { case (k, v) => WeightedLabel(k, v) })(NHotWeightedEncoder("kinds"))
  val rows = List(
    Cand(Seq("a" -> 0.5, "b" -> 0.9, "c" -> 0.5), Map("a" -> 1, "b" -> 2), Vector(5, 1, 3, 5), Array("xx", "y", "zz", "")),
    Cand(Seq("q" -> -1.0, "r" -> 0.05), Map("bb" -> 5, "a" -> 5, "dd" -> 1, "ee" -> 9, "ff" -> 2, "cc" -> 3), Vector(2, 9, 7, 1), Array("hello", "world", "hi")),
    Cand(Nil, Map("z" -> -3), Vector(4, 4, 1, 0), Array("a", "b", "b"))
  )
}
