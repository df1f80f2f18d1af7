// run spec=k09.Search.spec rows=k09.Search.rows
package k09

import com.spotify.featran._
import com.spotify.featran.transformers._

sealed trait Signal
case class Click(pos: Int, dwell: Double) extends Signal
case class Query(text: String) extends Signal
case object Abandon extends Signal

case class Log(kind: String, pos: Option[Int], dwell: Option[Double], text: Option[String], tokens: Seq[Seq[String]])

object Search {
  def signal(l: Log): Signal = l.kind match {
    case "click" => Click(l.pos.getOrElse(-1), l.dwell.getOrElse(0.0))
    case "query" => Query(l.text.getOrElse(""))
    case _ => Abandon
  }
  def score(s: Signal): Double = s match {
    case Click(p, d) if p >= 0 => d / (p + 1)
    case Click(_, d) => d
    case Query(t) => t.length.toDouble
    case Abandon => -1.0
  }
  def tag(s: Signal): String = s match {
    case c: Click => if (c.dwell > 30) "long" else "short"
    case _: Query => "query"
    case Abandon => "none"
  }

  val spec = FeatureSpec.of[Log]
    .required(l => score(signal(l)))(Identity("score"))
    .required(l => tag(signal(l)))(OneHotEncoder("tag"))
    .required(_.tokens.map(_.mkString("_")))(NHotEncoder("bags"))
    .required(_.tokens.flatMap(_.headOption))(NHotEncoder("heads"))
    .required(_.tokens.map(_.length.toDouble).toArray)(VectorIdentity[Array]("lengths"))
    .required(l => l.tokens.exists(_.contains("a")) match { case true => 1.0; case false => 0.0 })(Identity("has_a"))
    .required(l => l.tokens.zipWithIndex.map { case (ts, i) => ts.size * (i + 1) }.sum.toDouble)(Identity("weighted"))


  val rows = List(
    Log("click", Some(2), Some(45.0), None, Seq(Seq("a", "b"), Seq("c"))),
    Log("query", None, None, Some("hello"), Seq(Seq(), Seq("a"))),
    Log("click", None, Some(3.5), None, Seq(Seq("x", "y", "z"), Seq("b"))),
    Log("?", None, None, None, Seq(Seq("q"), Seq())))
}
