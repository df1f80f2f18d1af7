// run spec=iot.VibrationSpec.spec rows=judge.Rows.vib(6,8)
// run spec=iot.TemperatureSpec.spec rows=judge.Rows.temp(7,8)
package iot

import com.spotify.featran.FeatureSpec
import com.spotify.featran.transformers._

// 2018-03: reading = one minute window of one machine
trait Window { def samples: Seq[Double]; def startMs: Long }
final case class Vibration(samples: Seq[Double], startMs: Long, axis: String, rpm: Int) extends Window
final case class Temperature(samples: Seq[Double], startMs: Long, celsius: Boolean) extends Window

object Stats {
  def mean[W <: Window](w: W): Double = if (w.samples.isEmpty) 0.0 else w.samples.sum / w.samples.size
  def rms[W <: Window](w: W): Double = math.sqrt(w.samples.map(x => x * x).sum / math.max(w.samples.size, 1))
  def peak[W <: Window](w: W): Double = w.samples.foldLeft(0.0)((m, x) => math.max(m, math.abs(x)))
  def crest[W <: Window](w: W): Option[Double] = Some(rms(w)).filter(_ > 0).map(peak(w) / _)
  def zeroCrossings[W <: Window](w: W): Int =
    w.samples.zip(w.samples.tail).count { case (a, b) => (a < 0) != (b < 0) }
  def ewma[W <: Window](w: W, alpha: Double = 0.3): Double =
    w.samples match {
      case Seq()        => Double.NaN
      case first +: rest => rest.foldLeft(first)((acc, x) => alpha * x + (1 - alpha) * acc)
    }
  def quartiles[W <: Window](w: W): Array[Double] = {
    val s = w.samples.sorted
    val n = s.length
    Array(0.25, 0.5, 0.75).map(q => if (n == 0) 0.0 else s((q * (n - 1)).toInt))
  }
}

abstract class WindowSpec[W <: Window](prefix: String) {
  import Stats._

  protected def n(what: String): String = "%s/%s".format(prefix, what)

  protected val common: FeatureSpec[W] = FeatureSpec.of[W]
    .required(w => mean(w))(StandardScaler(n("mean"), withMean = true))
    .required(w => rms(w))(MinMaxScaler(n("rms"), -1, 1))
    .required(w => peak(w))(MaxAbsScaler(n("peak")))
    .optional(w => crest(w))(QuantileOutlierRejector(n("crest"), numBuckets = 5, k = 10))
    .required(w => ewma(w))(Identity(n("ewma")))
    .required(w => ewma(w, 0.9))(Identity(n("ewma_fast")))
    .required(w => quartiles(w))(Normalizer(n("quartiles"), p = Double.PositiveInfinity))
    .required(w => quartiles(w).toList)(VectorIdentity[List](n("q"), 3))

  def spec: FeatureSpec[W]
}

object VibrationSpec extends WindowSpec[Vibration]("vib") {
  private def bits(rpm: Int): Seq[String] = (0 until 8).filter(i => (rpm & (1 << i)) != 0).map("b" + _)
  private def hex(i: Int): String = f"$i%04x"

  override val spec = common
    .required(_.axis.toLowerCase match {
      case "x" | "y" => "radial"
      case "z"       => "axial"
      case a         => a
    })(OneHotEncoder(n("axis")))
    .required(v => bits(v.rpm))(NHotEncoder(n("rpm_bits")))
    .required(v => hex(v.rpm & 0xffff))(HashOneHotEncoder(n("rpm_hex"), 8))
    .required(v => Stats.zeroCrossings(v).toDouble)(Bucketizer(n("zc"), Array(0.0, 1.0, 3.0, 10.0)))
    .required(v => v.rpm / 60.0 * (v.startMs % 1000) / 1000)(Identity(n("phase")))
    .required(v => (v.rpm << 3 ^ v.rpm >> 2 ^ ~v.rpm).toDouble)(Identity(n("hash")))
    .required(v => v.samples.grouped(2).map(_.sum).toArray.take(2).padTo(2, 0d))(PolynomialExpansion(n("poly"), 3))
}

object TemperatureSpec extends WindowSpec[Temperature]("temp") {
  private val toCelsius: Double => Double = f => (f - 32) * 5 / 9
  override lazy val spec: FeatureSpec[Temperature] = common
    .required { t =>
      val conv: Double => Double = if (t.celsius) identity else toCelsius
      t.samples.map(conv).lastOption.getOrElse(-273.15)
    }(Identity(n("last_c")))
    .required(t => (t.startMs / 3600000L % 24).toInt match {
      case h if h >= 6 && h < 18 => "day"
      case _                     => "night"
    })(OneHotEncoder(n("shift")))
    .cross(n("mean") -> n("shift"))((a, b) => a * (b + 1))
}
