import com.spotify.featran._
import com.spotify.featran.transformers._

import java.lang.management.ManagementFactory

import scala.util.Random

/** Rows per CPU-second of the library on one thread: 40 features over records like the benchmark's. */
object Speed {
  final case class Row(
      d: Array[Option[Double]],
      p: Array[Double],
      s: Array[String],
      l: Array[Seq[String]],
      v: Array[Array[Double]],
      w: Array[Double],
      weights: Seq[WeightedLabel]
  )

  def label(random: Random, kinds: Int): String = "label-" + random.nextInt(kinds)

  def row(random: Random): Row = Row(
    Array.fill(12)(if (random.nextDouble() < 0.1) None else Some(random.nextGaussian() * 2)),
    Array.fill(2)(-10.0 * (math.log(random.nextDouble()) + math.log(random.nextDouble()))),
    Array.tabulate(8)(i => label(random, 5 + 5 * i)),
    Array.fill(2)(Seq.fill(3)(label(random, 20))),
    Array.fill(2)(Array.fill(8)(random.nextGaussian())),
    Array.fill(3)(random.nextGaussian()),
    Seq.fill(3)(WeightedLabel(label(random, 20), random.nextDouble()))
  )

  def spec: FeatureSpec[Row] = {
    var out = FeatureSpec.of[Row]
    (0 until 12).foreach { i =>
      val transformer = i % 4 match {
        case 0 => Identity(s"scaled$i")
        case 1 => StandardScaler(s"scaled$i")
        case 2 => MinMaxScaler(s"scaled$i")
        case _ => MaxAbsScaler(s"scaled$i")
      }
      out = out.optional(_.d(i))(transformer)
    }
    val splits = Array(-3.0, -1.0, 0.0, 1.0, 3.0, 6.0)
    (0 until 4).foreach(i => out = out.optional(_.d(i))(Bucketizer(s"bucket$i", splits)))
    (0 until 2).foreach { i =>
      out = out.optional(_.d(i))(Binarizer(s"binary$i", 0.5))
      out = out.required(_.p(i))(QuantileDiscretizer(s"quantile$i", 4))
    }
    (0 until 8).foreach(i => out = out.required(_.s(i))(OneHotEncoder(s"label$i")))
    (0 until 2).foreach { i =>
      out = out.required(_.l(i))(NHotEncoder(s"labels$i"))
      out = out.required(_.s(i))(HashOneHotEncoder(s"hashed$i", 64))
      out = out.required(_.v(i))(VectorIdentity[Array](s"vector$i"))
      out = out.required(_.v(i))(Normalizer(s"normal$i"))
    }
    out
      .required(_.w)(PolynomialExpansion("products"))
      .required(_.s(7))(TopNOneHotEncoder("top", 10, seed = 1))
      .required(_.weights)(NHotWeightedEncoder("weighted"))
      .required(_.s(6))(PositionEncoder("position"))
  }

  def main(args: Array[String]): Unit = {
    val rows = args(0).toInt
    val random = new Random(1)
    val records = Vector.fill(rows)(row(random))
    val few = records.take(2000)
    (1 to 20).foreach(_ => extract(few, spec.extract(few).featureSettings.head))
    val begun = cpu
    val extractor = spec.extract(records)
    val settings = extractor.featureSettings.head
    val learnt = cpu
    extract(records, settings)
    val done = cpu
    println(s"${extractor.featureNames.head.size} columns")
    println(s"learn ${rows * 1e9 / (learnt - begun)} rows/s")
    println(s"extract ${rows * 1e9 / (done - learnt)} rows/s")
  }

  /** CPU time of this thread, ns: steadier than the wall clock on a shared machine. */
  def cpu: Long = ManagementFactory.getThreadMXBean.getCurrentThreadCpuTime

  /** Extracts lazily, so that no result is kept. */
  def extract(records: Vector[Row], settings: String): Double = {
    val extractor = spec.extractWithSettings[Array[Float]](settings)
    var sum = 0.0
    records.foreach(r => sum += extractor.featureValue(r)(0))
    sum
  }
}
