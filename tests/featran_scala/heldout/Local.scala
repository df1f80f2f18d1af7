// run spec=h17.Main.spec rows=h17.Main.rows
package h17

import com.spotify.featran._
import com.spotify.featran.transformers._

case class Ad(bid: Double, ctr: Option[Double], cats: Seq[String], size: (Int, Int), hist: Seq[(String, Double)])

object Main {
  def main(args: Array[String]): Unit = {
    val result = spec.extract(rows)
    println(result.featureNames)
  }

  val spec = {
    import math._
    val bins = (0 to 10 by 5).map(_.toDouble).toArray
    lazy val splits: Array[Double] = Array(Double.NegativeInfinity) ++ bins :+ Double.PositiveInfinity
    def area(a: Ad): Int = a.size._1 * a.size._2
    val eps = 1e-6
    FeatureSpec.of[Ad]
      .required(_.bid)(Bucketizer("bid", splits))
      .optional(_.ctr.map(c => log(c + eps)))(StandardScaler("log_ctr", withStd = true, withMean = true))
      .required(a => area(a).toDouble)(MaxAbsScaler("area"))
      .required(a => if (a.size._1 > a.size._2) "landscape" else if (a.size._1 == a.size._2) "square" else "portrait")(OneHotEncoder("shape"))
      .required(_.hist.map { case (n, v) => WeightedLabel(n, v) })(HashNHotWeightedEncoder("hist", 5))
      .required(a => a.hist.map(_._2).fold(0.0)(_ max _))(Identity("max"))
      .required(a => a.hist.collect { case (n, v) if v > 1 => n })(NHotEncoder("strong", encodeMissingValue = true))
      .required(a => a.hist.toMap.getOrElse("x", 0.0))(Identity("x"))
      .required(a => a.cats.headOption.map(_.split('/')).map(_.toSeq).getOrElse(Nil))(NGrams("path", low = 1, high = 2, sep = ">"))
      .required(a => round(a.bid * 100) / 100.0)(Identity("rounded"))
      .required(a => floor(a.bid).toInt % 2.0)(Identity("odd"))
      .required(a => a.bid.toInt.toString.length * 1.0)(Identity("digits"))
      .required(a => signum(a.bid) * sqrt(abs(a.bid)))(Identity("ssqrt"))
      .required(a => if (a.bid.isNaN || a.bid.isInfinity) 0.0 else a.bid)(Identity("clean"))
  }

  val rows = List(
    Ad(3.25, Some(0.02), Seq("a/b/c", "z"), (300, 250), Seq("x" -> 2.0, "y" -> 0.5)),
    Ad(-7.5, None, Seq(), (10, 10), Seq()),
    Ad(11.125, Some(0.5), Seq("a//b"), (1, 2), Seq("y" -> 1.5, "x" -> 3.0, "x" -> 4.0))
  )
}
