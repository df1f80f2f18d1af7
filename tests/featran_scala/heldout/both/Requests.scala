// run spec=k10.Job.spec rows=k10.Job.rows
package k10

import com.spotify.featran._
import com.spotify.featran.transformers._
import k10.Config._

object Config {
  case class FeatureConf(name: String, buckets: Seq[Double], hot: Boolean = false)
  val Latency = FeatureConf("latency", Seq(0, 50, 100, 1000))
  val Size = FeatureConf("size", Seq(0, 1, 10, 100), hot = true)
  val Regions = Map("eu" -> 1, "us" -> 2)
  final val Default = -1
}

case class Req(latency: Option[Double], size: Long, region: String, path: String, headers: Map[String, String], ok: Boolean)

object Job {
  private def bucket(f: FeatureConf) = Bucketizer(f.name, f.buckets.toArray)
  private def segments(p: String): Seq[String] = p.split('/').filterNot(_.isEmpty).toSeq

  val spec = FeatureSpec.of[Req]
    .optional(_.latency)(bucket(Latency))
    .required(_.size.toDouble)(bucket(Size))
    .required(r => Regions.getOrElse(r.region, Default).toDouble)(Identity("region"))
    .required(r => segments(r.path))(HashNHotEncoder("path", 32))
    .required(r => segments(r.path).zipWithIndex.map { case (s, i) => WeightedLabel(s"$i/$s", 1.0 / (i + 1)) })(HashNHotWeightedEncoder("weighted", 16))
    .required(_.headers.keys.toSeq.map(_.toLowerCase).sorted)(NHotEncoder("headers"))
    .optional(_.headers.get("Content-Length").map(_.toDouble))(StandardScaler("length"))
    .required(r => r.headers.values.map(_.length).sum.toDouble)(Identity("header_bytes"))
    .required(r => (if (r.ok) 1 else 0) + (if (r.size > 100L) 2 else 0) toDouble)(Identity("flags"))
    .required(r => r.size.toBinaryString.count(_ == '1').toDouble)(Identity("bits"))
    .required(r => r.path.map(c => if (c.isLetter) 'x' else c))(OneHotEncoder("shape"))
    .required(_.path)(HeavyHitters("paths", 2, seed = 3))

  val rows = List(
    Req(Some(50.0), 5L, "eu", "/a/b//c", Map("Content-Length" -> "10", "Host" -> "h"), true),
    Req(None, 1024L, "xx", "/", Map.empty, false),
    Req(Some(-1.0), 100L, "us", "a1/b", Map("A" -> "1", "B" -> "22", "C" -> "333", "D" -> "4", "E" -> "5"), true))
}
