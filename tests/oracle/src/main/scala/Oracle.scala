import com.spotify.featran._
import com.spotify.featran.transformers._
import io.circe.Json
import io.circe.parser.parse

import scala.io.Source
import scala.util.control.NonFatal

/** Answers requests, a JSON object a line, with what the library puts out for them.
  *
  * A request has an `id`, `features` (class, arguments, default), `crossings`, and rows to train on
  * and to test; doubles are hexadecimal texts. null is a missing value, `{"value": null}` a getter
  * that gives null. A part that fails is `{"error": …}`.
  */
object Oracle {
  type Row = Array[Option[Any]]

  def main(args: Array[String]): Unit = {
    val out = new java.io.PrintStream(System.out, false, "UTF-8")
    Source.fromInputStream(System.in, "UTF-8").getLines().foreach { line =>
      out.println(answer(parse(line).fold(throw _, identity)).noSpaces)
    }
    out.flush()
  }

  def answer(request: Json): Json = {
    val id = "id" -> at(request, "id")
    try {
      val spec = specOf(request)
      val kinds = list(request, "features").map(f => kindOf(text(f, "class")))
      val rows = list(request, "train").map(row(kinds, _))
      val trained = spec.extract(rows)
      val settings = attempt(trained.featureSettings)
      val test = at(request, "test").asArray.map { raw =>
        val given = raw.toList.map(row(kinds, _))
        part(spec.extractWithSettings(given, trained.featureSettings), settings = false)
      }
      val again = attempt(spec.extractWithSettings(rows, trained.featureSettings).featureValues[Array[Double]])
      Json.obj(
        id,
        "train" -> part(trained, settings = true),
        "test" -> test.getOrElse(Json.Null),
        "roundtrip_dense" -> shown(again)(vs => Json.fromValues(vs.map(numbers))),
        "named_sparse" -> shown(attempt(trained.featureValues[NamedSparseArray[Double]].toList))(vs =>
          Json.fromValues(vs.map(named))
        )
      )
    } catch { case NonFatal(e) => Json.obj(id, "construct_error" -> Json.fromString(e.toString)) }
  }

  // --- requests ----------------------------------------------------------------------------

  def at(json: Json, key: String): Json = json.hcursor.downField(key).focus.getOrElse(Json.Null)
  def text(json: Json, key: String): String = at(json, key).asString.get
  def list(json: Json, key: String): List[Json] = at(json, key).asArray.get.toList

  def number(json: Json): Double =
    json.asString.map(_.toDouble).getOrElse(json.asNumber.get.toDouble)

  def specOf(request: Json): FeatureSpec[Row] = {
    val features = list(request, "features").zipWithIndex
    val plain = features.foldLeft(FeatureSpec.of[Row]) { case (spec, (feature, i)) =>
      add(spec, i, transformer(feature), value(kindOf(text(feature, "class")), at(feature, "default")))
    }
    list(request, "crossings").foldLeft(plain) { (spec, crossing) =>
      val List(left, right, function) = crossing.asArray.get.toList.map(_.asString.get)
      spec.cross((left, right))(functions(function))
    }
  }

  val functions: Map[String, (Double, Double) => Double] =
    Map("*" -> (_ * _), "+" -> (_ + _), "-" -> (_ - _), "/" -> (_ / _), "10a+b" -> ((a, b) => 10 * a + b))

  def add(
      spec: FeatureSpec[Row],
      i: Int,
      t: Transformer[_, _, _],
      default: Option[Any]
  ): FeatureSpec[Row] = {
    val typed = t.asInstanceOf[Transformer[Any, Any, Any]]
    if (default.isEmpty) spec.optional(_(i))(typed) else spec.optional(_(i), default)(typed)
  }

  def kindOf(cls: String): String = cls match {
    case "HashOneHotEncoder" | "HeavyHitters" | "OneHotEncoder" | "PositionEncoder" |
        "TopNOneHotEncoder" =>
      "String"
    case "HashNHotEncoder" | "NGrams" | "NHotEncoder"             => "Strings"
    case "HashNHotWeightedEncoder" | "NHotWeightedEncoder"       => "Weighted"
    case "Normalizer" | "PolynomialExpansion" | "VectorIdentity" => "Vector"
    case "MDL"                                                   => "MDL"
    case _                                                       => "Double"
  }

  def row(kinds: List[String], json: Json): Row =
    kinds.zip(json.asArray.get).map { case (kind, raw) => value(kind, raw) }.toArray

  val givenNull: Json = Json.obj("value" -> Json.Null)

  def value(kind: String, json: Json): Option[Any] =
    if (json.isNull) None
    else if (json == givenNull) Some(null)
    else
      Some(kind match {
        case "Double"   => number(json)
        case "String"   => json.asString.get
        case "Strings"  => json.asArray.get.toList.map(_.asString.orNull)
        case "Vector"   => json.asArray.get.map(number).toArray
        case "Weighted" => json.asArray.get.toList.map(w => WeightedLabel(at(w, "name").asString.orNull, number(at(w, "value"))))
        case "MDL"      => MDLRecord(at(json, "label").asString.orNull, number(at(json, "value")))
      })

  def transformer(feature: Json): Transformer[_, _, _] = {
    val a = at(feature, "arguments")
    def d(key: String): Double = number(at(a, key))
    def i(key: String): Int = at(a, key).asNumber.flatMap(_.toInt).get
    def b(key: String): Boolean = at(a, key).asBoolean.get
    def ds(key: String): Array[Double] = list(a, key).map(number).toArray
    val name = text(a, "name")
    text(feature, "class") match {
      case "Binarizer"         => Binarizer(name, d("threshold"))
      case "Bucketizer"        => Bucketizer(name, ds("splits"))
      case "HashNHotEncoder"   => HashNHotEncoder(name, i("hashBucketSize"), d("sizeScalingFactor"))
      case "HashNHotWeightedEncoder" =>
        HashNHotWeightedEncoder(name, i("hashBucketSize"), d("sizeScalingFactor"))
      case "HashOneHotEncoder" => HashOneHotEncoder(name, i("hashBucketSize"), d("sizeScalingFactor"))
      case "HeavyHitters" =>
        HeavyHitters(name, i("heavyHittersCount"), d("eps"), d("delta"), i("seed"))
      case "IQROutlierRejector" =>
        IQROutlierRejector(name, b("rejectLower"), b("rejectUpper"), i("k"), d("factor"))
      case "Identity"     => Identity(name)
      case "Indicator"    => Indicator(name)
      case "MDL" =>
        MDL[String](
          name,
          d("sampleRate"),
          d("stoppingCriterion"),
          d("minBinPercentage"),
          i("maxBins"),
          i("seed")
        )
      case "MaxAbsScaler" => MaxAbsScaler(name)
      case "MinMaxScaler" => MinMaxScaler(name, d("min"), d("max"))
      case "NGrams"       => NGrams(name, i("low"), i("high"), text(a, "sep"))
      case "NHotEncoder"  => NHotEncoder(name, b("encodeMissingValue"))
      case "NHotWeightedEncoder" => NHotWeightedEncoder(name, b("encodeMissingValue"))
      case "Normalizer"          => Normalizer(name, d("p"), i("expectedLength"))
      case "OneHotEncoder"       => OneHotEncoder(name, b("encodeMissingValue"))
      case "PolynomialExpansion" => PolynomialExpansion(name, i("degree"), i("expectedLength"))
      case "PositionEncoder"     => PositionEncoder(name)
      case "QuantileDiscretizer" => QuantileDiscretizer(name, i("numBuckets"), i("k"))
      case "QuantileOutlierRejector" =>
        QuantileOutlierRejector(name, b("rejectLower"), b("rejectUpper"), i("numBuckets"), i("k"))
      case "StandardScaler" => StandardScaler(name, b("withStd"), b("withMean"))
      case "TopNOneHotEncoder" =>
        TopNOneHotEncoder(name, i("n"), d("eps"), d("delta"), i("seed"), b("encodeMissingValue"))
      case "VectorIdentity"    => VectorIdentity[Array](name, i("expectedLength"))
      case "VonMisesEvaluator" => VonMisesEvaluator(name, d("kappa"), d("scale"), ds("points"))
    }
  }

  // --- answers -----------------------------------------------------------------------------

  def attempt[A](make: => A): Either[Throwable, A] =
    try Right(make)
    catch { case NonFatal(e) => Left(e) }

  def shown[A](tried: Either[Throwable, A])(show: A => Json): Json =
    tried.fold(e => Json.obj("error" -> Json.fromString(e.toString)), show)

  def part(extractor: FeatureExtractor[List, Row], settings: Boolean): Json = {
    def all[A](make: => List[A])(show: A => Json): Json =
      shown(attempt(make))(as => Json.fromValues(as.map(show)))
    def first[A](make: => List[A])(show: A => Json): Json =
      shown(attempt(make))(_.headOption.fold(Json.Null)(show))
    val texts =
      if (settings) List("settings" -> first(extractor.featureSettings)(Json.fromString)) else Nil
    val parts = List(
      "names" -> first(extractor.featureNames)(ns => Json.fromValues(ns.map(Json.fromString))),
      "dense" -> all(extractor.featureValues[Array[Double]])(numbers(_)),
      "float" -> all(extractor.featureValues[Array[Float]])(vs => numbers(vs.map(_.toDouble))),
      "sparse" -> all(extractor.featureValues[SparseArray[Double]])(sparse),
      "map" -> all(extractor.featureValues[Map[String, Double]])(map),
      "rejections" -> all(extractor.featureResults[Array[Double]].map(_.rejections))(rejections)
    )
    Json.fromFields(texts ++ parts)
  }

  def hex(x: Double): Json = Json.fromString(java.lang.Double.toHexString(x))
  def numbers(xs: Array[Double]): Json = Json.fromValues(xs.map(hex))
  def map(values: Map[String, Double]): Json =
    Json.fromFields(values.toList.sortBy(_._1).map { case (k, v) => k -> hex(v) })

  def sparse(s: SparseArray[Double]): Json = Json.obj(
    "i" -> Json.fromValues(s.indices.map(Json.fromInt)),
    "v" -> numbers(s.values),
    "n" -> Json.fromInt(s.length)
  )

  def named(s: NamedSparseArray[Double]): Json = Json.obj(
    "i" -> Json.fromValues(s.indices.map(Json.fromInt)),
    "v" -> numbers(s.values),
    "n" -> Json.fromInt(s.length),
    "names" -> Json.fromValues(s.names.map(Json.fromString))
  )

  def rejections(rs: Map[String, FeatureRejection]): Json =
    Json.fromFields(rs.toList.sortBy(_._1).map { case (k, v) => k -> Json.fromString(described(v)) })

  def described(rejection: FeatureRejection): String = rejection match {
    case FeatureRejection.OutOfBound(l, u, a)     => s"OutOfBound($l,$u,$a)"
    case FeatureRejection.Unseen(labels)          => s"Unseen(${labels.toList.sorted.mkString("|")})"
    case FeatureRejection.WrongDimension(e, a)    => s"WrongDimension($e,$a)"
    case FeatureRejection.Outlier(a)              => s"Outlier($a)"
    case FeatureRejection.Collision               => "Collision"
  }
}
