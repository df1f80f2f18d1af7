// Expressions evaluated by the JVM; record.py records what they give. One method per expression.
import com.spotify.featran.converters._
import com.spotify.featran.transformers.{MDLRecord, WeightedLabel}

object Constants {
  val scale = 2.5
  val labels = List("abc", "x", "")
  val table = Map("abc" -> 1, "12" -> 2)
}

case class N(a: Int, b: String) {
  val twice = a * 2
  def total(x: Int): Int = a + x
}

case class R(
  i: Int, j: Int, l: Long, d: Double, e: Double, f: Float, g: Float, b: Boolean, c: Char, sh: Short, by: Byte,
  s: String, t: String, csv: String, o: Option[Int], p: Option[Double], os: Option[String],
  xs: Seq[Int], ds: Seq[Double], arr: Array[Int], ls: List[String], m: Map[String, Double],
  im: Map[Int, String], n: N, on: Option[N], ns: List[N], `type`: Int
)

object Getters {
  val records: List[R] = List(
    R(7, 2, 10L, 2.5, 0.1, 1.5f, 0.1f, true, 'x', 300, 100, "abc", "12", "a,b,,c,,", Some(3), Some(1.5), Some("Hi"),
      List(3, -1, 4, 3), List(0.1, 0.2, 0.3), Array(1, 2, 3), List("b", "a", "hello", "b"), Map("a" -> 1.5, "b" -> 2.0, "c" -> 0.0),
      Map(1 -> "one", 2 -> "two"), N(1, "one"), Some(N(2, "two")), List(N(1, "x"), N(2, "")), 5),
    R(-7, 3, -1L, -0.0, 0.0, -0.0f, 0.0f, false, 'A', -1, -128, "", " 7 ", "", None, None, None,
      Nil, Nil, Array(), Nil, Map(), Map(), N(0, ""), None, Nil, 0),
    R(0, 0, 0L, Double.NaN, 1.0, Float.NaN, 1.0f, true, '5', 0, 0, "Hello World", "-3.5", "x;y,z", Some(-3), Some(Double.NaN), Some(""),
      List(0), List(Double.NaN, 1.0, Double.NaN, -0.0, 0.0), Array(-5), List("Hello", "WORLD", "hello"), Map("a" -> Double.NaN),
      Map(7 -> "seven", 3 -> "three", 900 -> "n", -5 -> "m", 12 -> "t", 70000 -> "big"), N(-1, "neg"), Some(N(0, "zero")), List(N(5, "five")), -1),
    R(Int.MaxValue, -1, Long.MaxValue, 1e300, 1e300, 3.4e38f, 1e30f, false, ' ', 32767, 127, "12", "1e3", "1.5.2", Some(Int.MaxValue), Some(1e308), Some("42"),
      List(2147483647, 1, 5), List(1e308, 1e308, -1e308), Array(2147483647, 1), List("zeta", "alpha", "beta", "gamma", "delta", "epsilon", "eta"),
      Map("zeta" -> 1.0, "alpha" -> 2.0, "beta" -> 3.0, "gamma" -> 4.0, "delta" -> 5.0, "epsilon" -> 6.0),
      Map(5 -> "e", 4 -> "d", 3 -> "c", 2 -> "b", 1 -> "a"), N(2147483647, "max"), None, List(N(-3, "a"), N(4, "b"), N(0, "c")), 2),
    R(Int.MinValue, 31, Long.MinValue, Double.PositiveInfinity, -2.5, Float.PositiveInfinity, -2.5f, true, 'é', -32768, -1, null, "true", " a , b ", Some(0), Some(-0.0), Some(null),
      List(-2147483648, -1), List(Double.PositiveInfinity, Double.NegativeInfinity), Array(-2147483648), List("é", "😀b", "\uff5e", "a"), Map("é" -> -1.0, "a" -> 1e-5),
      Map(-1 -> "x"), N(-2147483648, "min"), Some(N(-1, "q")), List(N(1, "one")), 3),
    R(123456789, 10, 123456789012345L, 123456.789, 3.5, 0.33333334f, 16777216.0f, false, 'm', 255, 7, "é😀b", "0x1p3", "b,a", None, Some(-1234.5678), Some("  pad "),
      List(1, 2, 3, 4, 5, 6), List(1.0, 2.0, 3.5, -4.25), Array(5, 4), List("x"), Map("k" -> 1.0), Map(), N(3, "b"), None, List(N(9, "nine")), 4),
    R(1, 1, 1000000007L, 1e23, 2e-3, 1.0e10f, 1.17549435e-38f, true, '\t', 1, 1, "true", "NaN", ",,", Some(1), Some(1e-3), Some("TRUE"),
      List(9, 8, 7), List(1e23, 1e-5, 123456789.123), Array(0, 0), List("ab", "ba", "Ab", "aB"), Map("a" -> 1e7), Map(0 -> ""), N(7, "7"), Some(N(7, "7")), Nil, 1),
    R(-123, 7, -9876543210L, -1.5, 4.9E-324, 1.4e-45f, 8388609.0f, false, '~', 12, -12, "  ab  ", "99999999999", "one, two", Some(-1), Some(0.5), Some("x"),
      List(-1, -2, -3), List(-0.0), Array(1), List("", "a", ""), Map("" -> 0.0, "x" -> 1.0), Map(1 -> "a"), N(-7, "seven"), None, List(N(0, "")), 9)
  )

  def helper(x: Double): Double = if (x > 1) math.sqrt(x) else { val y = x * x; y + 1 }
  def helper2(x: Int): Int = x * 3 - 1
  def plus(a: Int, b: Int): Int = a + b
  def twoArgs(x: Int, y: Int = 10): Int = x * y
  def bucketOf(x: Double): Int = x match {
    case v if v < 0 => 0
    case v if v < 10 => 1
    case _ => 2
  }
  def curried(a: Int)(b: Int): Int = a - b
  def byName(c: Boolean, x: => Int): Int = if (c) x else -1
  def weird(a: Option[Int], b: Option[Double]): Double = {
    val x = a.map(_.toDouble)
    val y = x orElse b
    y getOrElse 0.0
  }

  def e000(r: R) = r.i + 1
  def e001(r: R) = r.i - r.j
  def e002(r: R) = r.i * r.j
  def e003(r: R) = r.i / r.j
  def e004(r: R) = r.i % r.j
  def e005(r: R) = r.i / 3
  def e006(r: R) = r.i % 3
  def e007(r: R) = -r.i
  def e008(r: R) = +r.i
  def e009(r: R) = ~r.i
  def e010(r: R) = r.i & r.j
  def e011(r: R) = r.i | r.j
  def e012(r: R) = r.i ^ r.j
  def e013(r: R) = r.i << r.j
  def e014(r: R) = r.i >> r.j
  def e015(r: R) = r.i >>> r.j
  def e016(r: R) = r.i >> 33
  def e017(r: R) = r.i >>> 1
  def e018(r: R) = r.l << r.i
  def e019(r: R) = r.l >> r.i
  def e020(r: R) = r.l >>> r.i
  def e021(r: R) = r.l + r.i
  def e022(r: R) = r.l * r.l
  def e023(r: R) = r.l / r.i
  def e024(r: R) = r.l % r.i
  def e025(r: R) = r.l - 1L
  def e026(r: R) = -r.l
  def e027(r: R) = ~r.l
  def e028(r: R) = r.l & r.i
  def e029(r: R) = r.i + r.l
  def e030(r: R) = r.i + r.d
  def e031(r: R) = r.i * r.f
  def e032(r: R) = r.l * r.f
  def e033(r: R) = r.l + r.f
  def e034(r: R) = r.d + r.e
  def e035(r: R) = r.d - r.e
  def e036(r: R) = r.d * r.e
  def e037(r: R) = r.d / r.e
  def e038(r: R) = r.d % r.e
  def e039(r: R) = -r.d
  def e040(r: R) = r.f + r.g
  def e041(r: R) = r.f - r.g
  def e042(r: R) = r.f * r.g
  def e043(r: R) = r.f / r.g
  def e044(r: R) = r.f % r.g
  def e045(r: R) = -r.f
  def e046(r: R) = r.f + r.d
  def e047(r: R) = r.f + 1
  def e048(r: R) = r.f * 2L
  def e049(r: R) = r.d / 0
  def e050(r: R) = r.i / 2.0
  def e051(r: R) = 1 / r.d
  def e052(r: R) = r.i + 'a'
  def e053(r: R) = r.c + 1
  def e054(r: R) = r.c + r.c
  def e055(r: R) = r.c.toInt
  def e056(r: R) = r.c.toDouble
  def e057(r: R) = r.c.toString
  def e058(r: R) = r.c - 'a'
  def e059(r: R) = (r.c + 1).toChar
  def e060(r: R) = r.sh + 1
  def e061(r: R) = r.by + r.sh
  def e062(r: R) = r.by * r.by
  def e063(r: R) = (r.sh + 1).toShort
  def e064(r: R) = -r.by
  def e065(r: R) = r.by / 2
  def e066(r: R) = r.by >> 1
  def e067(r: R) = r.sh & 0xFF
  def e068(r: R) = r.i.toLong
  def e069(r: R) = r.i.toDouble
  def e070(r: R) = r.i.toFloat
  def e071(r: R) = r.i.toShort
  def e072(r: R) = r.i.toByte
  def e073(r: R) = r.i.toChar
  def e074(r: R) = r.i.toString
  def e075(r: R) = r.l.toInt
  def e076(r: R) = r.l.toShort
  def e077(r: R) = r.l.toDouble
  def e078(r: R) = r.l.toFloat
  def e079(r: R) = r.l.toByte
  def e080(r: R) = r.l.toChar
  def e081(r: R) = r.l.toString
  def e082(r: R) = r.d.toInt
  def e083(r: R) = r.d.toLong
  def e084(r: R) = r.d.toFloat
  def e085(r: R) = r.d.toShort
  def e086(r: R) = r.d.toByte
  def e087(r: R) = r.d.toChar
  def e088(r: R) = r.d.toString
  def e089(r: R) = r.f.toInt
  def e090(r: R) = r.f.toLong
  def e091(r: R) = r.f.toDouble
  def e092(r: R) = r.f.toShort
  def e093(r: R) = r.f.toString
  def e094(r: R) = r.e.toString
  def e095(r: R) = r.g.toString
  def e096(r: R) = r.e.toFloat.toString
  def e097(r: R) = (r.e * 1e10).toString
  def e098(r: R) = (r.d / 3).toString
  def e099(r: R) = (r.i / 7.0f).toString
  def e100(r: R) = (r.l * 1e-3).toString
  def e101(r: R) = (r.i * 1e20).toString
  def e102(r: R) = r.b.toString
  def e103(r: R) = r.i < r.j
  def e104(r: R) = r.i <= r.j
  def e105(r: R) = r.i > r.j
  def e106(r: R) = r.i >= r.j
  def e107(r: R) = r.i == r.j
  def e108(r: R) = r.i != r.j
  def e109(r: R) = r.i == r.d
  def e110(r: R) = r.i == r.l
  def e111(r: R) = r.l == r.d
  def e112(r: R) = r.d == r.e
  def e113(r: R) = r.d != r.e
  def e114(r: R) = r.d < r.e
  def e115(r: R) = r.d <= r.e
  def e116(r: R) = r.d > r.e
  def e117(r: R) = r.d >= r.e
  def e118(r: R) = r.f == r.d
  def e119(r: R) = r.c == 'x'
  def e120(r: R) = r.c == 120
  def e121(r: R) = r.c < 'm'
  def e122(r: R) = r.d == r.d
  def e123(r: R) = r.d != r.d
  def e124(r: R) = r.s == "abc"
  def e125(r: R) = r.s != r.t
  def e126(r: R) = r.s == null
  def e127(r: R) = r.s != null
  def e128(r: R) = null == r.s
  def e129(r: R) = r.s equals "abc"
  def e130(r: R) = r.b == true
  def e131(r: R) = r.b != r.b
  def e132(r: R) = !r.b
  def e133(r: R) = r.b && r.i > 0
  def e134(r: R) = r.b || r.i / 0 == 0
  def e135(r: R) = r.i != 0 && 10 / r.i > 1
  def e136(r: R) = r.b & r.i > 0
  def e137(r: R) = r.b | r.i > 0
  def e138(r: R) = r.b ^ r.i > 0
  def e139(r: R) = math.abs(r.i)
  def e140(r: R) = math.abs(r.l)
  def e141(r: R) = math.abs(r.d)
  def e142(r: R) = math.abs(r.f)
  def e143(r: R) = math.max(r.i, r.j)
  def e144(r: R) = math.min(r.i, r.j)
  def e145(r: R) = math.max(r.d, r.e)
  def e146(r: R) = math.min(r.d, r.e)
  def e147(r: R) = math.max(r.f, r.g)
  def e148(r: R) = math.min(r.f, r.g)
  def e149(r: R) = math.max(r.i, r.d)
  def e150(r: R) = math.max(r.d, 0)
  def e151(r: R) = math.min(r.d, -0.0)
  def e152(r: R) = math.max(r.l, r.i)
  def e153(r: R) = math.signum(r.d)
  def e154(r: R) = math.signum(r.f)
  def e155(r: R) = math.signum(r.i)
  def e156(r: R) = math.round(r.d)
  def e157(r: R) = math.round(r.f)
  def e158(r: R) = math.round(r.e)
  def e159(r: R) = math.floor(r.d)
  def e160(r: R) = math.ceil(r.d)
  def e161(r: R) = math.rint(r.d)
  def e162(r: R) = math.rint(r.e)
  def e163(r: R) = math.floor(r.i)
  def e164(r: R) = math.sqrt(r.d)
  def e165(r: R) = math.sqrt(r.e)
  def e166(r: R) = math.sqrt(r.i)
  def e167(r: R) = math.cbrt(r.e)
  def e168(r: R) = math.exp(r.e)
  def e169(r: R) = math.log(r.d)
  def e170(r: R) = math.log(r.e)
  def e171(r: R) = math.log10(r.e)
  def e172(r: R) = math.log1p(r.e)
  def e173(r: R) = math.expm1(r.e)
  def e174(r: R) = math.pow(r.d, 2)
  def e175(r: R) = math.pow(r.e, 0.5)
  def e176(r: R) = math.pow(2, r.i)
  def e177(r: R) = math.pow(r.d, r.e)
  def e178(r: R) = math.pow(1, r.d)
  def e179(r: R) = math.sin(r.e)
  def e180(r: R) = math.cos(r.e)
  def e181(r: R) = math.tan(r.e)
  def e182(r: R) = math.asin(r.e)
  def e183(r: R) = math.acos(r.e)
  def e184(r: R) = math.atan(r.e)
  def e185(r: R) = math.atan2(r.d, r.e)
  def e186(r: R) = math.sinh(r.e)
  def e187(r: R) = math.cosh(r.e)
  def e188(r: R) = math.tanh(r.e)
  def e189(r: R) = math.hypot(r.d, r.e)
  def e190(r: R) = math.toDegrees(r.e)
  def e191(r: R) = math.toRadians(r.e)
  def e192(r: R) = math.floorMod(r.i, 7)
  def e193(r: R) = math.floorDiv(r.i, 7)
  def e194(r: R) = Math.abs(r.d)
  def e195(r: R) = scala.math.max(r.i, 3)
  def e196(r: R) = java.lang.Math.floor(r.d)
  def e197(r: R) = math.log(math.abs(r.d) + 1)
  def e198(r: R) = math.Pi * r.d
  def e199(r: R) = r.i.abs
  def e200(r: R) = r.d.abs
  def e201(r: R) = r.i.max(r.j)
  def e202(r: R) = r.i min r.j
  def e203(r: R) = r.d.max(r.e)
  def e204(r: R) = r.d.min(0)
  def e205(r: R) = r.d.round
  def e206(r: R) = r.f.round
  def e207(r: R) = r.d.floor
  def e208(r: R) = r.d.ceil
  def e209(r: R) = r.f.floor
  def e210(r: R) = r.i.signum
  def e211(r: R) = r.d.isNaN
  def e212(r: R) = r.d.isInfinity
  def e213(r: R) = r.d.isPosInfinity
  def e214(r: R) = r.d.isNegInfinity
  def e215(r: R) = r.f.isNaN
  def e216(r: R) = r.d.compare(r.e)
  def e217(r: R) = r.i.compare(r.j)
  def e218(r: R) = java.lang.Double.compare(r.d, r.e)
  def e219(r: R) = java.lang.Double.isNaN(r.d)
  def e220(r: R) = r.s.length
  def e221(r: R) = r.s.size
  def e222(r: R) = r.s.toLowerCase
  def e223(r: R) = r.s.toUpperCase
  def e224(r: R) = r.s.trim
  def e225(r: R) = r.s.isEmpty
  def e226(r: R) = r.s.nonEmpty
  def e227(r: R) = r.s.reverse
  def e228(r: R) = r.s.capitalize
  def e229(r: R) = r.s.startsWith("a")
  def e230(r: R) = r.s.endsWith("c")
  def e231(r: R) = r.s.contains("b")
  def e232(r: R) = r.s.indexOf("b")
  def e233(r: R) = r.s.indexOf('b')
  def e234(r: R) = r.s.lastIndexOf("l")
  def e235(r: R) = r.s.indexOf("l", 4)
  def e236(r: R) = r.s.charAt(0)
  def e237(r: R) = r.s(1)
  def e238(r: R) = r.s.substring(1)
  def e239(r: R) = r.s.substring(1, 2)
  def e240(r: R) = r.s.take(2)
  def e241(r: R) = r.s.drop(2)
  def e242(r: R) = r.s.takeRight(2)
  def e243(r: R) = r.s.dropRight(2)
  def e244(r: R) = r.s.take(-1)
  def e245(r: R) = r.s.slice(1, 3)
  def e246(r: R) = r.s.replace("b", "zz")
  def e247(r: R) = r.s.replace('b', 'z')
  def e248(r: R) = r.s.replaceAll("[a-c]+", "<$0>")
  def e249(r: R) = r.s.replaceAll("(\\w)(\\w)", "$2$1")
  def e250(r: R) = r.s.replaceFirst("l", "L")
  def e251(r: R) = r.s.matches("[a-z]+")
  def e252(r: R) = r.s.stripPrefix("a")
  def e253(r: R) = r.s.stripSuffix("c")
  def e254(r: R) = r.s.concat("!")
  def e255(r: R) = r.s + r.t
  def e256(r: R) = r.s + 1
  def e257(r: R) = r.s + r.d
  def e258(r: R) = r.s + r.f
  def e259(r: R) = r.s + r.c
  def e260(r: R) = r.s + r.b
  def e261(r: R) = r.s + r.l
  def e262(r: R) = r.s + null
  def e263(r: R) = r.s + r.o
  def e264(r: R) = "x" + r.i
  def e265(r: R) = "x" + r.d + r.i
  def e266(r: R) = s"${r.i}-${r.d}-${r.s}"
  def e267(r: R) = s"$$${r.i}%"
  def e268(r: R) = s"a\t${r.c}b"
  def e269(r: R) = r.s.toInt
  def e270(r: R) = r.s.toLong
  def e271(r: R) = r.s.toDouble
  def e272(r: R) = r.s.toFloat
  def e273(r: R) = r.s.toShort
  def e274(r: R) = r.s.toByte
  def e275(r: R) = r.s.toBoolean
  def e276(r: R) = r.t.toInt
  def e277(r: R) = r.t.toDouble
  def e278(r: R) = r.t.toFloat
  def e279(r: R) = r.t.toLong
  def e280(r: R) = r.t.trim.toInt
  def e281(r: R) = r.t.toDoubleOption
  def e282(r: R) = r.t.toIntOption
  def e283(r: R) = r.t.toLongOption
  def e284(r: R) = r.t.toBooleanOption
  def e285(r: R) = r.t.toFloatOption
  def e286(r: R) = r.s.split(",")
  def e287(r: R) = r.s.split(" ").length
  def e288(r: R) = r.s.split("l")
  def e289(r: R) = r.s.split("l", 2)
  def e290(r: R) = r.s.split("l", -1)
  def e291(r: R) = r.s.split(" ").toSeq
  def e292(r: R) = r.s.split('l')
  def e293(r: R) = r.s.split("\\s+")
  def e294(r: R) = r.s.split("")
  def e295(r: R) = r.csv.split(",")
  def e296(r: R) = r.csv.split(",").map(_.trim)
  def e297(r: R) = r.csv.split(',')
  def e298(r: R) = r.csv.split(",").filter(_.nonEmpty).toList
  def e299(r: R) = r.csv.split(",").head
  def e300(r: R) = r.csv.split(",").last
  def e301(r: R) = r.csv.split(",", -1).length
  def e302(r: R) = r.csv.split("[,;]")
  def e303(r: R) = r.csv.split("\\.")
  def e304(r: R) = r.s * 2
  def e305(r: R) = r.s.compareTo(r.t)
  def e306(r: R) = r.s < r.t
  def e307(r: R) = r.s >= r.t
  def e308(r: R) = r.s.equalsIgnoreCase("ABC")
  def e309(r: R) = r.s.toSeq.length
  def e310(r: R) = r.s.count(_ == 'l')
  def e311(r: R) = r.s.exists(_ == 'b')
  def e312(r: R) = r.s.forall(_ != 'b')
  def e313(r: R) = r.s.filter(_ != 'l')
  def e314(r: R) = r.s.map(c => (c + 1).toChar)
  def e315(r: R) = r.s.map(_.toInt)
  def e316(r: R) = r.s.head
  def e317(r: R) = r.s.headOption
  def e318(r: R) = r.s.last
  def e319(r: R) = r.s.distinct
  def e320(r: R) = r.s.toString
  def e321(r: R) = r.o.map(_ + 1)
  def e322(r: R) = r.o.map(_.toDouble)
  def e323(r: R) = r.o.map(_ / r.i)
  def e324(r: R) = r.o.getOrElse(0)
  def e325(r: R) = r.o.getOrElse(r.i / 0)
  def e326(r: R) = r.o.getOrElse(1.5)
  def e327(r: R) = r.o.get
  def e328(r: R) = r.o.isDefined
  def e329(r: R) = r.o.isEmpty
  def e330(r: R) = r.o.nonEmpty
  def e331(r: R) = r.o.filter(_ > 0)
  def e332(r: R) = r.o.filterNot(_ > 0)
  def e333(r: R) = r.o.exists(_ > 0)
  def e334(r: R) = r.o.forall(_ > 0)
  def e335(r: R) = r.o.contains(3)
  def e336(r: R) = r.o.fold(0)(_ * 2)
  def e337(r: R) = r.o.fold(-1.0)(_.toDouble)
  def e338(r: R) = r.o.orElse(Some(9))
  def e339(r: R) = r.o.orElse(None)
  def e340(r: R) = r.o.flatMap(x => if (x > 0) Some(x.toDouble) else None)
  def e341(r: R) = r.o.flatMap(x => r.p.map(y => x * y))
  def e342(r: R) = r.o.toSeq
  def e343(r: R) = r.o.toList
  def e344(r: R) = r.o.size
  def e345(r: R) = r.o.toString
  def e346(r: R) = r.o == Some(3)
  def e347(r: R) = r.o == None
  def e348(r: R) = r.o.collect { case x if x > 0 => x * 2 }
  def e349(r: R) = r.p.getOrElse(0.0)
  def e350(r: R) = r.p.map(math.abs)
  def e351(r: R) = r.p.map(math.abs(_))
  def e352(r: R) = r.p.map(_.toInt)
  def e353(r: R) = r.p.map(_.toInt.toString)
  def e354(r: R) = r.p.filter(_ > 0).map(math.log)
  def e355(r: R) = r.p.filter(!_.isNaN)
  def e356(r: R) = r.p.getOrElse(Double.NaN)
  def e357(r: R) = r.p.toString
  def e358(r: R) = r.p.exists(_ > 1e10)
  def e359(r: R) = r.os.map(_.length)
  def e360(r: R) = r.os.map(_.toLowerCase).getOrElse("none")
  def e361(r: R) = r.os.getOrElse(null)
  def e362(r: R) = r.os.orNull
  def e363(r: R) = r.os.filter(_.nonEmpty).map(_.head)
  def e364(r: R) = r.os.map(_.toInt)
  def e365(r: R) = Option(r.s)
  def e366(r: R) = Option(r.s).map(_.trim).filter(_.nonEmpty)
  def e367(r: R) = Option(r.s).map(_.length).getOrElse(-1)
  def e368(r: R) = Some(r.i)
  def e369(r: R) = Some(r.s).filter(_ != null)
  def e370(r: R) = for (a <- r.o; b <- r.p) yield a + b
  def e371(r: R) = for (a <- r.o if a > 0) yield a * 2
  def e372(r: R) = for (x <- r.xs if x > 0) yield x * 2
  def e373(r: R) = for (x <- r.xs; y <- r.o) yield x + y
  def e374(r: R) = scala.util.Try(r.t.toDouble).toOption
  def e375(r: R) = scala.util.Try(r.t.toInt).getOrElse(-1)
  def e376(r: R) = scala.util.Try(10 / r.i).toOption
  def e377(r: R) = scala.util.Try(10 / r.i).isSuccess
  def e378(r: R) = try { r.t.toInt } catch { case _: Exception => -1 }
  def e379(r: R) = try { r.t.toDouble } catch { case _: NumberFormatException => 0.0 }
  def e380(r: R) = if (r.i > 0) r.i else -r.i
  def e381(r: R) = if (r.i > 0) 1 else 2.5
  def e382(r: R) = if (r.i > 0) 1L else 2
  def e383(r: R) = if (r.i > 0) "pos" else if (r.i < 0) "neg" else "zero"
  def e384(r: R) = if (r.b) r.i / 0 else 1
  def e385(r: R) = if (r.b) Some(r.i) else None
  def e386(r: R) = r.i match { case 0 => "zero"; case 7 | -7 => "seven"; case x if x > 100 => "big"; case _ => "other" }
  def e387(r: R) = r.s match { case "abc" => 1; case "" => 2; case null => 3; case _ => 4 }
  def e388(r: R) = r.o match { case Some(x) => x.toDouble; case None => -1 }
  def e389(r: R) = r.o match { case Some(3) => "three"; case Some(x) if x < 0 => "neg"; case Some(_) => "some"; case _ => "none" }
  def e390(r: R) = (r.i, r.b) match { case (0, true) => 1; case (x, false) => x; case _ => -1 }
  def e391(r: R) = (r.o, r.p) match { case (Some(a), Some(b)) => a + b; case (Some(a), None) => a.toDouble; case _ => 0.0 }
  def e392(r: R) = r.i match { case 0 => "z" }
  def e393(r: R) = r.n match { case N(a, b) if a > 0 => b; case N(_, b) => "-" + b }
  def e394(r: R) = r.xs match { case Seq(a, b, _*) => a + b; case Seq(a) => a; case _ => 0 }
  def e395(r: R) = r.ls match { case a :: b :: _ => a + b; case a :: Nil => a; case Nil => "nil" }
  def e396(r: R) = r.d match { case x if x.isNaN => 0.0; case x => x }
  def e397(r: R) = r.c match { case 'x' => 1; case c if c < 'm' => 2; case _ => 3 }
  def e398(r: R) = r.b match { case true => "t"; case false => "f" }
  def e399(r: R) = r.l match { case 0L => 1; case _ => 2 }
  def e400(r: R) = r.o match { case s @ Some(_) => s; case None => Some(0) }
  def e401(r: R) = { val x = r.i + 1; val y = x * 2; x + y }
  def e402(r: R) = { val x = 10 / r.i; r.j }
  def e403(r: R) = { lazy val x = 10 / r.i; if (r.b) x else 0 }
  def e404(r: R) = { def sq(x: Double) = x * x; sq(r.d) + sq(2) }
  def e405(r: R) = r.xs.map(_ * 2)
  def e406(r: R) = r.xs.map(_.toDouble)
  def e407(r: R) = r.xs.map(x => x / r.i)
  def e408(r: R) = r.xs.filter(_ > 0)
  def e409(r: R) = r.xs.filterNot(_ > 0)
  def e410(r: R) = r.xs.size
  def e411(r: R) = r.xs.length
  def e412(r: R) = r.xs.isEmpty
  def e413(r: R) = r.xs.nonEmpty
  def e414(r: R) = r.xs.head
  def e415(r: R) = r.xs.headOption
  def e416(r: R) = r.xs.last
  def e417(r: R) = r.xs.lastOption
  def e418(r: R) = r.xs.tail
  def e419(r: R) = r.xs.init
  def e420(r: R) = r.xs.take(2)
  def e421(r: R) = r.xs.drop(1)
  def e422(r: R) = r.xs.takeRight(2)
  def e423(r: R) = r.xs.dropRight(1)
  def e424(r: R) = r.xs.take(-3)
  def e425(r: R) = r.xs.slice(1, 3)
  def e426(r: R) = r.xs.reverse
  def e427(r: R) = r.xs.distinct
  def e428(r: R) = r.xs.sorted
  def e429(r: R) = r.xs.sortBy(-_)
  def e430(r: R) = r.xs.sortBy(x => x % 3)
  def e431(r: R) = r.xs.sortWith(_ > _)
  def e432(r: R) = r.xs.sum
  def e433(r: R) = r.xs.product
  def e434(r: R) = r.xs.max
  def e435(r: R) = r.xs.min
  def e436(r: R) = r.xs.exists(_ == 3)
  def e437(r: R) = r.xs.forall(_ > 0)
  def e438(r: R) = r.xs.count(_ > 0)
  def e439(r: R) = r.xs.find(_ < 0)
  def e440(r: R) = r.xs.contains(3)
  def e441(r: R) = r.xs.indexOf(3)
  def e442(r: R) = r.xs.mkString
  def e443(r: R) = r.xs.mkString(",")
  def e444(r: R) = r.xs.mkString("[", ";", "]")
  def e445(r: R) = r.xs.zip(r.ds)
  def e446(r: R) = r.xs.zipWithIndex
  def e447(r: R) = r.xs.zip(r.ds).map { case (a, b) => a * b }
  def e448(r: R) = r.xs.zip(r.ds).map(p => p._1 + p._2).sum
  def e449(r: R) = r.xs.foldLeft(0)(_ + _)
  def e450(r: R) = r.xs.foldLeft(0.0)((a, b) => a / 2 + b)
  def e451(r: R) = r.xs.foldLeft("")((a, b) => a + b)
  def e452(r: R) = r.xs.reduce(_ + _)
  def e453(r: R) = r.xs.reduceOption(_ max _)
  def e454(r: R) = r.xs.flatMap(x => List(x, x))
  def e455(r: R) = r.xs.flatMap(x => if (x > 0) Some(x) else None)
  def e456(r: R) = r.xs.map(x => Some(x)).flatten
  def e457(r: R) = r.xs.takeWhile(_ > 0)
  def e458(r: R) = r.xs.dropWhile(_ > 0)
  def e459(r: R) = r.xs.collect { case x if x > 0 => x.toString }
  def e460(r: R) = r.xs.toSet.size
  def e461(r: R) = r.xs.toSet
  def e462(r: R) = r.xs.toList
  def e463(r: R) = r.xs.toArray
  def e464(r: R) = r.xs.toVector
  def e465(r: R) = r.xs(0)
  def e466(r: R) = r.xs(2)
  def e467(r: R) = r.xs.lift(1)
  def e468(r: R) = r.xs.lift(-1)
  def e469(r: R) = r.xs :+ 1
  def e470(r: R) = 0 +: r.xs
  def e471(r: R) = r.xs ++ Seq(1, 2)
  def e472(r: R) = r.xs.sliding(2).map(_.sum).toList
  def e473(r: R) = r.xs.maxBy(x => -x)
  def e474(r: R) = r.xs.minBy(x => x % 3)
  def e475(r: R) = r.xs.map(_.toString).mkString("|")
  def e476(r: R) = r.xs.isDefinedAt(1)
  def e477(r: R) = r.xs.indices.map(_ * 2)
  def e478(r: R) = r.ds.map(_ * 2)
  def e479(r: R) = r.ds.sum
  def e480(r: R) = r.ds.product
  def e481(r: R) = r.ds.max
  def e482(r: R) = r.ds.min
  def e483(r: R) = r.ds.sorted
  def e484(r: R) = r.ds.distinct
  def e485(r: R) = r.ds.contains(Double.NaN)
  def e486(r: R) = r.ds.contains(0.0)
  def e487(r: R) = r.ds.indexOf(-0.0)
  def e488(r: R) = r.ds.filter(!_.isNaN)
  def e489(r: R) = r.ds.map(_.toInt)
  def e490(r: R) = r.ds.toArray
  def e491(r: R) = r.ds.sum / r.ds.size
  def e492(r: R) = r.ds.mkString(",")
  def e493(r: R) = r.ds.headOption.getOrElse(0.0)
  def e494(r: R) = r.ds.maxBy(math.abs)
  def e495(r: R) = r.ds.sortBy(-_)
  def e496(r: R) = r.ds.toSet.size
  def e497(r: R) = r.arr.map(_ + 1)
  def e498(r: R) = r.arr.sum
  def e499(r: R) = r.arr.length
  def e500(r: R) = r.arr(0)
  def e501(r: R) = r.arr.toSeq
  def e502(r: R) = r.arr.max
  def e503(r: R) = r.arr.head
  def e504(r: R) = r.arr.zipWithIndex.map { case (v, i) => v * i }
  def e505(r: R) = r.ls.map(_.toUpperCase)
  def e506(r: R) = r.ls.filter(_.length > 1)
  def e507(r: R) = r.ls.mkString(" ")
  def e508(r: R) = r.ls.sorted
  def e509(r: R) = r.ls.max
  def e510(r: R) = r.ls.distinct
  def e511(r: R) = r.ls.toSet.size
  def e512(r: R) = r.ls.toSet.toList
  def e513(r: R) = r.ls.map(_.length).sum
  def e514(r: R) = r.ls.contains("b")
  def e515(r: R) = r.ls.zipWithIndex.map { case (s, i) => s + i }
  def e516(r: R) = r.ls.sortBy(_.length)
  def e517(r: R) = r.ls.sortBy(s => (s.length, s))
  def e518(r: R) = r.ls.map(s => WeightedLabel(s, s.length))
  def e519(r: R) = r.ls.flatMap(s => s.split("l"))
  def e520(r: R) = r.ls.flatMap(_.toList).map(_.toInt).sum
  def e521(r: R) = r.ls.headOption.map(_.length)
  def e522(r: R) = r.ls.toString
  def e523(r: R) = r.ls.map(s => (s, s.length)).toMap
  def e524(r: R) = r.ls.map(s => (s, s.length)).toMap.size
  def e525(r: R) = "z" :: r.ls
  def e526(r: R) = r.ls ::: List("q")
  def e527(r: R) = r.m.get("a")
  def e528(r: R) = r.m.getOrElse("a", 0.0)
  def e529(r: R) = r.m("a")
  def e530(r: R) = r.m.contains("a")
  def e531(r: R) = r.m.size
  def e532(r: R) = r.m.isEmpty
  def e533(r: R) = r.m.keys.toList
  def e534(r: R) = r.m.values.sum
  def e535(r: R) = r.m.values.toList
  def e536(r: R) = r.m.toSeq
  def e537(r: R) = r.m.toList.map { case (k, v) => WeightedLabel(k, v) }
  def e538(r: R) = r.m.map { case (k, v) => k + v }.toList
  def e539(r: R) = r.m.map { case (k, v) => (k, v * 2) }
  def e540(r: R) = r.m.keySet.toSeq.sorted
  def e541(r: R) = r.m.exists { case (k, v) => v > 1 }
  def e542(r: R) = r.m.count(_._2 > 0)
  def e543(r: R) = r.m.get("a").map(_ * 2).getOrElse(-1.0)
  def e544(r: R) = r.m.toString
  def e545(r: R) = r.im.toSeq
  def e546(r: R) = r.im.keys.toList
  def e547(r: R) = r.im.getOrElse(1, "none")
  def e548(r: R) = r.n.a
  def e549(r: R) = r.n.b.length
  def e550(r: R) = r.n.a + r.i
  def e551(r: R) = r.n.copy(a = 5).a
  def e552(r: R) = r.n.twice
  def e553(r: R) = r.n.total(3)
  def e554(r: R) = r.n == N(1, "one")
  def e555(r: R) = r.n.toString
  def e556(r: R) = N(r.i, r.s).a
  def e557(r: R) = N(r.i, r.s) == r.n
  def e558(r: R) = (r.i, r.d)._1
  def e559(r: R) = (r.i, r.s).swap
  def e560(r: R) = (r.i -> r.s)
  def e561(r: R) = r.on.map(_.a)
  def e562(r: R) = r.on.map(_.b).getOrElse("x")
  def e563(r: R) = r.ns.map(_.a).sum
  def e564(r: R) = r.ns.map(_.b).filter(_.nonEmpty)
  def e565(r: R) = r.ns.headOption.map(_.a)
  def e566(r: R) = r.ns.map(n => n.a * r.i)
  def e567(r: R) = Seq(r.d, r.e)
  def e568(r: R) = Array(r.d, r.e, r.i)
  def e569(r: R) = List(1, 2.5, r.i)
  def e570(r: R) = Seq(r.i, r.j).max
  def e571(r: R) = Seq.empty[Double]
  def e572(r: R) = Seq.fill(3)(r.i)
  def e573(r: R) = Array.fill(2)(r.d)
  def e574(r: R) = Seq.tabulate(3)(i => i * r.i)
  def e575(r: R) = List.range(0, 4).map(_ * r.i)
  def e576(r: R) = (0 until 4).map(_ * r.i)
  def e577(r: R) = (1 to 5).map(x => x * x).sum
  def e578(r: R) = (0 to 10 by 3).toList
  def e579(r: R) = (10 to 0 by -4).toList
  def e580(r: R) = (10 until 0 by -5).toList
  def e581(r: R) = Map("a" -> 1, "b" -> 2).getOrElse(r.s, 0)
  def e582(r: R) = Set("abc", "x").contains(r.s)
  def e583(r: R) = Set(1, 2, 3)(r.i)
  def e584(r: R) = Map("a" -> r.i, "b" -> r.j)("b")
  def e585(r: R) = Seq("c", "a", "b").sorted.mkString
  def e586(r: R) = helper(r.d)
  def e587(r: R) = twoArgs(r.i, y = 2)
  def e588(r: R) = twoArgs(r.i)
  def e589(r: R) = bucketOf(r.d)
  def e590(r: R) = curried(r.i)(r.j)
  def e591(r: R) = byName(r.b, 10 / r.i)
  def e592(r: R) = Constants.scale * r.d
  def e593(r: R) = Constants.labels.indexOf(r.s)
  def e594(r: R) = Constants.table.getOrElse(r.s, -1)
  def e595(r: R) = weird(r.o, r.p)
  def e596(r: R) = if (r.s == null) 0 else r.s.length
  def e597(r: R) = r.i.toDouble / r.j
  def e598(r: R) = (r.i + r.j).toDouble
  def e599(r: R) = r.i * 1000000L
  def e600(r: R) = r.i * 1000000
  def e601(r: R) = Int.MaxValue + r.i
  def e602(r: R) = Long.MinValue - r.l
  def e603(r: R) = Double.MaxValue * r.d
  def e604(r: R) = r.d.toInt + r.e.toLong
  def e605(r: R) = (r.d * 100).toInt / 100.0
  def e606(r: R) = math.floor(r.d * 100) / 100
  def e607(r: R) = r.d.toInt % 7
  def e608(r: R) = (r.l / 1000 % 86400).toInt
  def e609(r: R) = (r.l >>> 32).toInt ^ r.l.toInt
  def e610(r: R) = r.i.toByte & 0xFF
  def e611(r: R) = r.c.isDigit
  def e612(r: R) = r.c.isLetter
  def e613(r: R) = r.c.isLetterOrDigit
  def e614(r: R) = r.c.isUpper
  def e615(r: R) = r.c.isLower
  def e616(r: R) = r.c.isWhitespace
  def e617(r: R) = r.c.toUpper
  def e618(r: R) = r.c.toLower
  def e619(r: R) = r.c.asDigit
  def e620(r: R) = r.s.filter(_.isLetter)
  def e621(r: R) = r.s.forall(_.isDigit)
  def e622(r: R) = r.s.map(_.toUpper)
  def e623(r: R) = r.b.asDouble
  def e624(r: R) = r.b.asDouble + 1
  def e625(r: R) = MDLRecord(r.s, r.d)
  def e626(r: R) = WeightedLabel(r.s, r.i)
  def e627(r: R) = WeightedLabel(value = r.d, name = "q").value
  def e628(r: R) = identity(r.i)
  def e629(r: R) = r.ls.map(identity)
  def e630(r: R) = r.xs.map(helper2)
  def e631(r: R) = r.o.map(helper2)
  def e632(r: R) = r.o.map(helper2 _)
  def e633(r: R) = r.xs.map(plus(_, 1))
  def e634(r: R) = r.xs.foldLeft(1)(plus)
  def e635(r: R) = throw new IllegalStateException("no")
  def e636(r: R) = if (r.i >= 0) r.i else throw new IllegalArgumentException("neg " + r.i)
  def e637(r: R) = r.i.asInstanceOf[Double]
  def e638(r: R) = r.d.asInstanceOf[Int]
  def e639(r: R) = r.s.asInstanceOf[String]
  def e640(r: R) = (r.i: Double) / 2
  def e641(r: R) = { r.i + 1 }
  def e642(r: R) = ((r.i))
  def e643(r: R) = r.`type`
  def e644(r: R) = r.i.toString.length
  def e645(r: R) = r.i.toString + r.l.toString
  def e646(r: R) = r.d.toString.length
  def e647(r: R) = 0x7fffffff + r.i
  def e648(r: R) = 0xFFFFFFFFL & r.l
  def e649(r: R) = 1e-5 * r.i
  def e650(r: R) = 1.0f * r.i
  def e651(r: R) = 'a'.toInt + r.i
  def e652(r: R) = "\u00e9\t".length + r.i
  def e653(r: R) = """raw\n""".length + r.i
  def e654(r: R) = 1_000 + r.i
  def e655(r: R) = '\n'.toInt
  def e656(r: R) = '\u0041'.toInt
  def e657(r: R) = r.p.getOrElse(0)
  def e658(r: R) = (r.p.getOrElse(0): Double)
  def e659(r: R) = r.p.fold(0.0)(x => x)
  def e660(r: R) = r.p.map(_ * 2).getOrElse(-1)
  def e661(r: R) = r.m.getOrElse("a", 0)
  def e662(r: R) = r.o.map(_.toDouble).getOrElse(0f)
  def e663(r: R) = r.o.getOrElse(2L)
  def e664(r: R) = Seq(1, 2.5)
  def e665(r: R) = Seq(r.i, r.l)
  def e666(r: R) = List(r.i, 'a')
  def e667(r: R) = Seq(r.l, r.f)
  def e668(r: R) = if (r.b) r.i else r.c
  def e669(r: R) = if (r.b) r.i else 'c'
  def e670(r: R) = if (r.b) r.by else r.sh
  def e671(r: R) = if (r.b) 'a' else 1
  def e672(r: R) = r.i match { case 0 => 1; case _ => 2.5 }
  def e673(r: R) = (Some(1): Option[Double])
  def e674(r: R) = (if (r.b) Some(1) else None): Option[Double]
  def e675(r: R) = { val x: Double = r.i; x / 2 }
  def e676(r: R) = { val x: Long = r.i; x * x }
  def e677(r: R) = { val xs: Seq[Double] = Seq(1, 2, 3); xs.sum / 2 }
  def e678(r: R) = Seq[Double](1, 2)
  def e679(r: R) = Array[Double](r.i, 1)
  def e680(r: R) = r.xs.map(x => if (x > 0) 1 else 0.5)
  def e681(r: R) = r.xs.foldLeft(0L)(_ + _)
  def e682(r: R) = r.xs.foldLeft(0.0)(_ + _)
  def e683(r: R) = r.ds.fold(0.0)(_ + _)
  def e684(r: R) = r.ds.reduce((a, b) => math.max(a, b))
  def e685(r: R) = r.s.indexOf("l", -5)
  def e686(r: R) = r.s.lastIndexOf('l')
  def e687(r: R) = String.valueOf(r.i)
  def e688(r: R) = String.valueOf(r.d)
  def e689(r: R) = java.lang.Integer.parseInt(r.t)
  def e690(r: R) = Integer.parseInt(r.t)
  def e691(r: R) = java.lang.Double.parseDouble(r.t)
  def e692(r: R) = r.o.map(x => Option(x)).flatten
  def e693(r: R) = r.o.map(x => if (x > 0) Some(x) else None).flatten
  def e694(r: R) = r.os.flatMap(s => Option(s)).map(_.length)
  def e695(r: R) = r.i.toDouble.toString + "%"
  def e696(r: R) = r.i + r.s
  def e697(r: R) = r.d + "" + r.i
  def e698(r: R) = "" + r.c + r.i
  def e699(r: R) = r.c + r.i
  def e700(r: R) = r.c.toString + r.i
  def e701(r: R) = r.b + "x"
  def e702(r: R) = (r.i / 2) * 2 == r.i
  def e703(r: R) = r.i % 2 == 0
  def e704(r: R) = -r.i % 3
  def e705(r: R) = - (r.i % 3)
  def e706(r: R) = r.i - -1
  def e707(r: R) = r.i + 1 * 2 - 3 / 2 % 2
  def e708(r: R) = r.i << 1 + 1
  def e709(r: R) = r.i & 3 | 8 ^ 1
  def e710(r: R) = r.i > 0 == r.b
  def e711(r: R) = !r.b && r.b || r.b
  def e712(r: R) = r.i max 3 min 10
  def e713(r: R) = r.xs.map(_ + 1).filter(_ % 2 == 0).map(_ * 2).sum
  def e714(r: R) = r.xs.zip(r.xs.drop(1)).map { case (a, b) => b - a }
  def e715(r: R) = r.xs.zip(r.xs.drop(1)).map(t => t._2 - t._1).max
  def e716(r: R) = r.xs.grouped(2).map(_.sum).toList
  def e717(r: R) = r.xs.scanLeft(0)(_ + _)
  def e718(r: R) = r.xs.partition(_ > 0)
  def e719(r: R) = r.xs.partition(_ > 0)._1.size
  def e720(r: R) = r.xs.span(_ > 0)
  def e721(r: R) = r.xs.splitAt(1)
  def e722(r: R) = r.xs.padTo(4, 0)
  def e723(r: R) = r.xs.updated(0, 9)
  def e724(r: R) = r.xs.lastIndexOf(3)
  def e725(r: R) = r.xs.indexWhere(_ < 0)
  def e726(r: R) = r.xs.startsWith(Seq(3))
  def e727(r: R) = r.xs.endsWith(Seq(3))
  def e728(r: R) = r.xs.sameElements(Seq(0))
  def e729(r: R) = r.xs.diff(Seq(3))
  def e730(r: R) = r.xs.intersect(Seq(3, 4))
  def e731(r: R) = r.xs.groupBy(_ % 2).size
  def e732(r: R) = r.xs.unzip { x => (x, x * 2) }
  def e733(r: R) = r.xs.zip(r.ls).unzip
  def e734(r: R) = r.xs.map(x => (x, x)).toMap.size
  def e735(r: R) = r.xs.fold(0)((a, b) => a max b)
  def e736(r: R) = r.xs.sum.toDouble / r.xs.size
  def e737(r: R) = r.xs.sum / r.xs.size
  def e738(r: R) = r.xs.min + r.xs.max
  def e739(r: R) = r.xs == Seq(0)
  def e740(r: R) = r.xs == List(3, -1, 4, 3)
  def e741(r: R) = r.ls == List("x")
  def e742(r: R) = r.ds == List(1.0)
  def e743(r: R) = r.xs.hashCode == 0 || true
  def e744(r: R) = r.ls.map(s => s.toLowerCase -> 1.0).map { case (s, w) => WeightedLabel(s, w) }
  def e745(r: R) = r.ls.zip(r.ds).map { case (s, w) => WeightedLabel(s, w) }
  def e746(r: R) = r.ls.groupBy(identity).map { case (k, v) => WeightedLabel(k, v.size) }.map(_.value).sum
  def e747(r: R) = r.ls.flatMap(s => if (s.isEmpty) None else Some(s.charAt(0).toInt))
  def e748(r: R) = r.ls.find(_.startsWith("h")).isDefined
  def e749(r: R) = r.ls.collectFirst { case s if s.length > 2 => s.length }
  def e750(r: R) = r.ls.exists(_.contains("a"))
  def e751(r: R) = r.ls.map(_.split(",").length).sum
  def e752(r: R) = r.ls.toArray.map(_.length)
  def e753(r: R) = r.ls.reduceLeftOption((a, b) => if (a.length >= b.length) a else b)
  def e754(r: R) = r.ls.indexWhere(_ == "a")
  def e755(r: R) = r.m.filter { case (k, v) => v > 1 }.size
  def e756(r: R) = r.m.filter(_._2 > 1).toSeq
  def e757(r: R) = r.m.filterKeys(_ != "a").size
  def e758(r: R) = r.m.mapValues(_ * 2).getOrElse("a", 0.0)
  def e759(r: R) = r.m.toSeq.sortBy(_._1).map(_._2)
  def e760(r: R) = r.m.toSeq.sortBy(-_._2).take(2).map(_._1)
  def e761(r: R) = r.m.maxBy(_._2)._1
  def e762(r: R) = r.m.foldLeft(0.0) { case (acc, (k, v)) => acc + v * k.length }
  def e763(r: R) = r.m.keys.map(_.length).sum
  def e764(r: R) = r.m.values.max
  def e765(r: R) = r.m.map(_._2).sum
  def e766(r: R) = r.m.flatMap { case (k, v) => if (v > 1) Some(k) else None }.toList
  def e767(r: R) = r.m.collect { case (k, v) if v > 1 => k }.toList
  def e768(r: R) = (r.m + ("new" -> 1.0)).size
  def e769(r: R) = (r.m ++ Map("new" -> 1.0)).getOrElse("new", 0.0)
  def e770(r: R) = (r.m - "a").size
  def e771(r: R) = r.m.find(_._2 > 1).map(_._1)
  def e772(r: R) = r.m.forall { case (_, v) => v >= 0 }
  def e773(r: R) = r.m.headOption.map(_._1)
  def e774(r: R) = r.m.toList.map(_._2).sorted
  def e775(r: R) = r.m.getOrElse(r.s, r.d)
  def e776(r: R) = r.im.values.map(_.length).toList
  def e777(r: R) = r.im.toList.sortBy(_._1).map(_._2).mkString
  def e778(r: R) = r.im.map { case (k, v) => k * v.length }.sum
  def e779(r: R) = r.im(7)
  def e780(r: R) = r.im.get(r.i).isDefined
  def e781(r: R) = r.n match { case N(a, "one") => a; case N(a, _) if a < 0 => -a; case _ => 0 }
  def e782(r: R) = r.on match { case Some(N(a, b)) => b * a; case None => "" }
  def e783(r: R) = r.ns match { case N(a, _) :: _ => a; case _ => -1 }
  def e784(r: R) = r.ns.map { case N(a, b) => (b, a) }
  def e785(r: R) = r.ns.map(_.twice).sum
  def e786(r: R) = r.ns.sortBy(_.a).map(_.b)
  def e787(r: R) = r.ns.maxBy(_.a).b
  def e788(r: R) = r.ns.exists(_.b == "x")
  def e789(r: R) = r.ns.collect { case N(a, b) if b.nonEmpty => a }
  def e790(r: R) = (r.xs, r.ds) match { case (Seq(), _) => 0.0; case (x, y) => x.sum + y.sum }
  def e791(r: R) = { val (a, b) = (r.i, r.d); a + b }
  def e792(r: R) = { val (a, _) = r.i -> r.s; a }
  def e793(r: R) = { val N(a, b) = r.n; b + a }
  def e794(r: R) = { def go(x: Int, y: Int = 2): Int = x * y; go(r.i) + go(y = 1, x = r.j) }
  def e795(r: R) = { val f = (x: Int) => x + 1; f(r.i) }
  def e796(r: R) = { val f: Int => Int = _ + 1; f(f(r.i)) }
  def e797(r: R) = { val t = if (r.b) 1 else 2; t * r.i }
  def e798(r: R) = { import math._; sqrt(abs(r.i)) }
  def e799(r: R) = { import scala.math.{Pi => P}; P * r.i }
  def e800(r: R) = Some(r.i).map { x => val y = x + 1; y * 2 }
  def e801(r: R) = Option(r.i).filter(_ > 0).fold("none")(_.toString)
  def e802(r: R) = Option(r.os).isDefined
  def e803(r: R) = Option.empty[Int].getOrElse(r.i)
  def e804(r: R) = List(r.o, Some(1), None).flatten.sum
  def e805(r: R) = List(r.o, r.p.map(_.toInt)).flatten
  def e806(r: R) = Seq(r.os, Option(r.s)).flatten.filter(_ != null)
  def e807(r: R) = Seq(r.o, r.o).map(_.getOrElse(0)).sum
  def e808(r: R) = (r.o ++ r.o).toList
  def e809(r: R) = r.o.toList ++ r.o
  def e810(r: R) = r.o.zip(r.p)
  def e811(r: R) = r.o.map(_.toString).mkString
  def e812(r: R) = r.o.toRight("x").isRight
  def e813(r: R) = r.o.isDefined && r.o.get > 0
  def e814(r: R) = r.o.forall(_ % 2 == 0)
  def e815(r: R) = r.o.map(_ * 1.0 / 3)
  def e816(r: R) = r.o.map { case 3 => "three"; case _ => "other" }
  def e817(r: R) = r.o.getOrElse(throw new RuntimeException("none"))
  def e818(r: R) = r.o.fold(r.d)(_.toDouble)
  def e819(r: R) = r.p.map(x => math.log(x + 1)).filter(!_.isNaN).getOrElse(0.0)
  def e820(r: R) = r.p.map(math.round)
  def e821(r: R) = r.p.map(_.round)
  def e822(r: R) = r.p.map(x => (x * 100).round / 100.0)
  def e823(r: R) = r.d.toString.split("\\.").head
  def e824(r: R) = r.d.formatted("%s")
  def e825(r: R) = r.s.stripMargin
  def e826(r: R) = r.s.padTo(5, '*')
  def e827(r: R) = r.s.zipWithIndex.map { case (c, i) => c * i }.sum
  def e828(r: R) = r.s.sum
  def e829(r: R) = r.s.toList.map(_.toInt)
  def e830(r: R) = r.s.split("").toList
  def e831(r: R) = r.s.toCharArray.length
  def e832(r: R) = r.s.getBytes.length
  def e833(r: R) = r.s.hashCode
  def e834(r: R) = r.s.##
  def e835(r: R) = r.s.contains('l')
  def e836(r: R) = r.s.dropWhile(_ == ' ')
  def e837(r: R) = r.s.takeWhile(_ != ' ')
  def e838(r: R) = r.s.split(' ').map(_.capitalize).mkString(" ")
  def e839(r: R) = r.s.toUpperCase.toLowerCase == r.s.toLowerCase
  def e840(r: R) = r.s.nonEmpty && r.s(0).isUpper
  def e841(r: R) = r.s.matches("\\d+")
  def e842(r: R) = r.s.replaceAll("[^a-zA-Z]", "").length
  def e843(r: R) = r.s.toLowerCase.replaceAll("\\s+", "_")
  def e844(r: R) = r.s.substring(0, math.min(2, r.s.length))
  def e845(r: R) = r.csv.split(",").map(_.trim).filter(_.nonEmpty).map(s => WeightedLabel(s, 1.0)).toSeq
  def e846(r: R) = r.csv.split(",").toList match { case a :: b :: Nil => a + b; case _ => "?" }
  def e847(r: R) = r.csv.split(",").lift(1).getOrElse("none")
  def e848(r: R) = r.csv.split(",").toSeq.distinct.size
  def e849(r: R) = r.csv.split(";").headOption.filter(_.nonEmpty)
  def e850(r: R) = r.csv.count(_ == ',')
  def e851(r: R) = r.t.trim match { case "" => None; case x => Some(x.length) }
  def e852(r: R) = scala.util.Try(r.t.trim.toDouble).map(_ * 2).getOrElse(0.0)
  def e853(r: R) = scala.util.Try(r.s.length).toOption.getOrElse(-1)
  def e854(r: R) = Math.max(r.i, 0.5)
  def e855(r: R) = Math.round(r.d)
  def e856(r: R) = math.max(math.min(r.d, 1.0), -1.0)
  def e857(r: R) = 1.0 / (1.0 + math.exp(-r.e))
  def e858(r: R) = math.log(r.d.abs + 1) / math.log(2)
  def e859(r: R) = math.abs(r.d % 1)
  def e860(r: R) = (math.floor(r.d) % 24).toInt
  def e861(r: R) = if (r.d.isNaN || r.d.isInfinity) 0.0 else r.d
  def e862(r: R) = r.d.toLong.toDouble == r.d
  def e863(r: R) = r.i.toLong * r.j.toLong
  def e864(r: R) = (r.l % 1000).toInt.abs
  def e865(r: R) = (r.l / 3600000L) % 24
  def e866(r: R) = r.l.toString.takeRight(3)
  def e867(r: R) = r.l.toHexString
  def e868(r: R) = r.i.toBinaryString
  def e869(r: R) = r.i.isValidByte
  def e870(r: R) = r.i to r.i + 2
  def e871(r: R) = (r.i until r.i + 3).map(_ - r.i).toList
  def e872(r: R) = ('a' to 'e').toList
  def e873(r: R) = (1 to 3).map(i => i * r.d)
  def e874(r: R) = (1 to 3).foldLeft(r.i)((a, b) => a - b)
  def e875(r: R) = for (i <- 0 until 3) yield i * r.i
  def e876(r: R) = for ((k, v) <- r.m.toSeq) yield k + v
  def e877(r: R) = for { a <- r.o; b = a * 2; if b > 0 } yield b
  def e878(r: R) = Constants.labels.map(l => if (l == r.s) 1.0 else 0.0)
  def e879(r: R) = Constants.labels.contains(r.s).asDouble
  def e880(r: R) = Constants.labels.zipWithIndex.toMap.getOrElse(r.s, -1)
  def e881(r: R) = Constants.table.keys.toSeq.contains(r.s)
  def e882(r: R) = Constants.labels.map(_.length).zip(r.xs).map { case (a, b) => a * b }.sum
  def e1000(r: R) = r.xs.map(x => r.xs.map(x => x + 1).sum + x)
  def e1001(r: R) = { val x = 1; r.xs.map(x => x * 2).sum + x }
  def e1002(r: R) = r.o.map(o => r.p.map(p => o + p).getOrElse(o.toDouble)).getOrElse(-1.0)
  def e1003(r: R) = { val r2 = r; def f(x: Int) = x + r2.i; f(1) + f(2) }
  def e1004(r: R) = { def f(x: Int): Int = { def g(y: Int) = y * x; g(x) + g(1) }; f(r.i) }
  def e1005(r: R) = (r.i + 1, r.s) match { case (1, _) => "a"; case (n, null) if n > 0 => "b" + n; case (n, s) => s + n }
  def e1006(r: R) = r.i match { case x if x < 0 => x match { case -7 => "m7"; case _ => "neg" }; case _ => "pos" }
  def e1007(r: R) = r.o match { case Some(x) if x > 2 || x < -2 => x * 10; case Some(_) | None => 0 }
  def e1008(r: R) = s"${if (r.b) "yes" else "no"}:${r.i + 1}:${r.o.map(_.toString).getOrElse("-")}"
  def e1009(r: R) = s"a\\b${r.c}\u0041$$"
  def e1010(r: R) = s"""multi "${r.i}" line"""
  def e1011(r: R) = -r.i.abs
  def e1012(r: R) = -r.d.abs
  def e1013(r: R) = (-r.i).abs
  def e1014(r: R) = !(r.i > 0) == r.b
  def e1015(r: R) = r.i - 1 - 1 - r.j
  def e1016(r: R) = r.i / r.j.toDouble * 2
  def e1017(r: R) = r.i * 1.0f / 3
  def e1018(r: R) = r.d / 3 * 3 == r.d
  def e1019(r: R) = r.f.toDouble + 0.1
  def e1020(r: R) = (r.f + 0.1f).toDouble
  def e1021(r: R) = r.f * r.d + r.i
  def e1022(r: R) = r.l.toFloat.toDouble - r.l
  def e1023(r: R) = r.i.toFloat == r.i
  def e1024(r: R) = r.i.toFloat.toInt
  def e1025(r: R) = (r.c + r.i).toChar.toString
  def e1026(r: R) = r.c > 'a' && r.c < 'z'
  def e1027(r: R) = r.c.toInt.toChar == r.c
  def e1028(r: R) = ('a' + r.i % 26).toChar
  def e1029(r: R) = r.s.map(c => if (c == 'l') 'L' else c)
  def e1030(r: R) = r.s.zip(r.s.drop(1)).count { case (a, b) => a == b }
  def e1031(r: R) = r.s.toSeq.map(_.toInt).sum
  def e1032(r: R) = r.s.sliding(2).toList
  def e1033(r: R) = r.s.indexOf("o", r.s.indexOf("o") + 1)
  def e1034(r: R) = r.s.split(" ").map(_.length).max
  def e1035(r: R) = r.s.split("\\W+").filter(_.nonEmpty).length
  def e1036(r: R) = r.csv.split(",").zipWithIndex.filter(_._2 % 2 == 0).map(_._1).mkString("/")
  def e1037(r: R) = r.csv.split(",").map(s => (s, 1)).toMap.size
  def e1038(r: R) = r.csv.split("\\|").head
  def e1039(r: R) = r.csv.split("[.;,]").map(_.trim.toLowerCase).distinct.sorted.toList
  def e1040(r: R) = r.csv.replaceAll(",+", ",").split(",").toList
  def e1041(r: R) = r.csv.matches(".*,.*")
  def e1042(r: R) = r.csv.indexOf(",") match { case -1 => r.csv; case i => r.csv.substring(0, i) }
  def e1043(r: R) = r.csv.lastIndexOf(",") > r.csv.indexOf(",")
  def e1044(r: R) = r.t.trim.toDoubleOption.getOrElse(-1.0)
  def e1045(r: R) = r.t.toIntOption.orElse(r.o).getOrElse(0)
  def e1046(r: R) = r.t.headOption.map(_.isDigit).getOrElse(false)
  def e1047(r: R) = if (r.t.forall(_.isDigit) && r.t.nonEmpty) r.t.toLong else -1L
  def e1048(r: R) = r.xs.sorted.reverse.headOption
  def e1049(r: R) = r.xs.sortBy(x => (-x.abs, x)).toList
  def e1050(r: R) = r.xs.zipWithIndex.maxBy(_._1)._2
  def e1051(r: R) = r.xs.zipWithIndex.sortBy(_._1).map(_._2).toList
  def e1052(r: R) = r.xs.foldLeft((0, 0)) { case ((a, b), x) => (a + x, b + 1) }
  def e1053(r: R) = r.xs.foldLeft((0.0, 0)) { (acc, x) => (acc._1 + x, acc._2 + 1) }._1
  def e1054(r: R) = r.xs.map(_.toDouble).sum / math.max(r.xs.size, 1)
  def e1055(r: R) = r.xs.map(x => math.pow(x, 2)).sum
  def e1056(r: R) = math.sqrt(r.xs.map(x => x.toDouble * x).sum)
  def e1057(r: R) = { val m = r.ds.sum / r.ds.size; r.ds.map(d => (d - m) * (d - m)).sum }
  def e1058(r: R) = r.ds.zip(r.ds.tail).map { case (a, b) => b - a }
  def e1059(r: R) = r.ds.filter(d => !d.isNaN && !d.isInfinity).sum
  def e1060(r: R) = r.ds.map(d => if (d.isNaN) None else Some(d)).flatten
  def e1061(r: R) = r.ds.exists(_.isNaN)
  def e1062(r: R) = r.ds.takeWhile(_ > 0).size
  def e1063(r: R) = r.ds.map(_ > 0).count(identity)
  def e1064(r: R) = r.ds.map(d => d.toInt -> d).toMap.size
  def e1065(r: R) = r.ds.max - r.ds.min
  def e1066(r: R) = r.ds.sorted.lift(r.ds.size / 2)
  def e1067(r: R) = r.arr.map(_.toDouble).map(math.abs).sum
  def e1068(r: R) = r.arr.zip(r.arr.map(_ * 2)).map(t => t._1 * t._2).toList
  def e1069(r: R) = r.arr.exists(_ < 0)
  def e1070(r: R) = r.arr.toList.take(2) ++ List(0)
  def e1071(r: R) = r.arr.indexOf(2)
  def e1072(r: R) = r.arr ++ Array(7)
  def e1073(r: R) = r.arr.slice(0, 1).headOption
  def e1074(r: R) = r.arr.foldLeft(1L)(_ * _)
  def e1075(r: R) = r.ls.map(_.trim).filter(s => s != null && s.length > 1).map(_.take(1)).distinct.mkString
  def e1076(r: R) = r.ls.map(s => s.headOption.map(_.toUpper).getOrElse('?'))
  def e1077(r: R) = r.ls.flatMap(_.split("")).distinct.size
  def e1078(r: R) = r.ls.map(s => s -> s.length).toMap.getOrElse("hello", -1)
  def e1079(r: R) = r.ls.toSet.contains("a")
  def e1080(r: R) = r.ls.toSet.map((s: String) => s.length).size
  def e1081(r: R) = r.ls.toSet.size == r.ls.distinct.size
  def e1083(r: R) = r.ls.toSet.toSeq.mkString(",")
  def e1084(r: R) = r.ls.tail.headOption
  def e1085(r: R) = r.ls.zip(r.ls.tail).exists { case (a, b) => a == b }
  def e1086(r: R) = r.ls.map(WeightedLabel(_, 1.0))
  def e1087(r: R) = r.ls.zipWithIndex.map { case (l, i) => WeightedLabel(l, 1.0 / (i + 1)) }
  def e1088(r: R) = r.ls.foldLeft("")((a, b) => if (a.length >= b.length) a else b)
  def e1089(r: R) = r.ls.minBy(_.length)
  def e1090(r: R) = r.ls.partition(_.length > 1)._1.size
  def e1091(r: R) = r.ls.span(_ != "a")._2.headOption
  def e1092(r: R) = r.ls.sortBy(s => (-s.length, s)).headOption
  def e1093(r: R) = r.ls.dropRight(1).lastOption.getOrElse("")
  def e1094(r: R) = r.m.toSeq.map { case (k, v) => s"$k=$v" }.sorted.mkString("&")
  def e1095(r: R) = r.m.keys.toSeq.sorted.headOption
  def e1096(r: R) = r.m.values.map(math.abs).sum
  def e1097(r: R) = r.m.map { case (k, v) => WeightedLabel(k, v) }.toSeq
  def e1098(r: R) = r.m.toList.filter(_._2 > 0).map(_._1)
  def e1099(r: R) = r.m.filter { case (_, v) => !v.isNaN }.values.sum
  def e1100(r: R) = r.m.mapValues(_ + 1).toSeq.map(_._2).sum
  def e1101(r: R) = r.m.keySet.contains("a")
  def e1102(r: R) = r.m.keySet.size
  def e1103(r: R) = r.m.get("a").flatMap(v => r.m.get("b").map(_ - v))
  def e1104(r: R) = r.m.getOrElse("a", r.m.getOrElse("b", -1.0))
  def e1105(r: R) = r.m.exists(_._1 == "k")
  def e1106(r: R) = r.m.maxBy(_._2)._2
  def e1107(r: R) = r.m.toSeq.sortBy { case (k, v) => (-v, k) }.map(_._1)
  def e1108(r: R) = r.m.nonEmpty && r.m.values.forall(_ >= 0)
  def e1109(r: R) = r.im.keys.map(_ + 1).sum
  def e1110(r: R) = r.im.keys.max
  def e1111(r: R) = r.im.values.mkString
  def e1112(r: R) = r.im.map { case (k, v) => (v, k) }.getOrElse("one", 0)
  def e1113(r: R) = r.im.toSeq.flatMap { case (k, v) => List.fill(2)(v) }
  def e1114(r: R) = r.n.a match { case 1 | 2 => "low"; case a if a > r.i => "high"; case _ => r.n.b }
  def e1115(r: R) = r.on.exists(_.a > 0)
  def e1116(r: R) = r.on.flatMap(n => if (n.b.isEmpty) None else Some(n.b.head))
  def e1117(r: R) = r.on.map { case N(a, b) => s"$a$b" }.getOrElse("none")
  def e1118(r: R) = r.on.fold(0)(_.a + 1)
  def e1119(r: R) = r.on == Some(N(2, "two"))
  def e1120(r: R) = r.ns.map(n => n.b -> n.a).toMap.get("x")
  def e1121(r: R) = r.ns.groupBy(_.b).size
  def e1122(r: R) = r.ns.filter(_.a > 0).map(_.b.length).sum
  def e1123(r: R) = r.ns.foldLeft(0)((acc, n) => acc * 2 + n.a)
  def e1124(r: R) = r.ns.collectFirst { case N(a, "x") => a }
  def e1125(r: R) = r.ns.find(_.b == "x").map(_.a).getOrElse(-1)
  def e1126(r: R) = r.ns.headOption.exists(n => n.a == 1 && n.b == "x")
  def e1127(r: R) = r.ns.zip(r.xs).map { case (N(a, _), x) => a * x }.sum
  def e1128(r: R) = r.ns.map(_.copy(b = "z")).distinct.size
  def e1129(r: R) = r.ns.sortBy(n => (n.b, n.a)).map(_.a)
  def e1130(r: R) = List(r.n, N(1, "one")).distinct.size
  def e1131(r: R) = N(r.i, r.s) match { case N(a, b) => (a, b) }
  def e1132(r: R) = Seq(Some(r.i), r.o, None).flatten.max
  def e1133(r: R) = Seq(r.d, r.e).filter(!_.isNaN).headOption.getOrElse(0.0)
  def e1134(r: R) = Seq(r.b, !r.b, r.i > 0).count(identity)
  def e1135(r: R) = Seq("a" -> r.d, "b" -> r.e).map { case (k, v) => WeightedLabel(k, v) }
  def e1136(r: R) = Array(r.d, r.e).map(x => if (x > 0) x else 0)
  def e1137(r: R) = List(1, 2, 3).map(_ * r.i).zip(r.xs).map { case (a, b) => a - b }
  def e1138(r: R) = (1 to 3).flatMap(i => r.o.map(_ * i)).toList
  def e1139(r: R) = (0 until r.xs.size).map(i => r.xs(i) * i).sum
  def e1140(r: R) = for (i <- 1 to 2; x <- r.xs if x > i) yield x * i
  def e1141(r: R) = for { (x, i) <- r.xs.zipWithIndex if i % 2 == 0 } yield x
  def e1142(r: R) = for (Some(x) <- List(r.o, Some(2))) yield x
  def e1143(r: R) = (for (x <- r.xs) yield x.toDouble).sum
  def e1144(r: R) = helper(r.p.getOrElse(0.0)) + helper(r.i)
  def e1145(r: R) = r.p.map(helper).getOrElse(helper(0))
  def e1146(r: R) = r.xs.map(x => helper(x))
  def e1147(r: R) = r.xs.map(plus(1, _)).map(plus(_, 2))
  def e1148(r: R) = r.xs.reduceLeft(plus)
  def e1149(r: R) = { val add = plus _; add(r.i, 1) }
  def e1150(r: R) = { val f: (Int, Int) => Int = _ + _; f(r.i, 2) }
  def e1151(r: R) = { val f = plus(_: Int, 5); f(r.i) }
  def e1152(r: R) = { val (mn, mx) = (r.xs.headOption, r.xs.lastOption); mn.map(_ + mx.get) }
  def e1153(r: R) = { val xs = r.xs.filter(_ > 0); if (xs.isEmpty) 0.0 else xs.sum.toDouble / xs.size }
  def e1154(r: R) = { val s = Option(r.s).getOrElse(""); s.length + s.trim.length }
  def e1155(r: R) = { val d = r.d; if (d.isNaN) -1.0 else if (d > 100) 100.0 else d }
  def e1156(r: R) = { lazy val bad = r.xs.head; if (r.xs.nonEmpty) bad else -1 }
  def e1157(r: R) = if (r.xs.isEmpty || r.xs.head > 0) "ok" else "no"
  def e1158(r: R) = if (r.o.isDefined) r.o.get * 2 else if (r.p.isDefined) r.p.get.toInt else -1
  def e1159(r: R) = (if (r.b) r.xs else r.xs.reverse).headOption
  def e1160(r: R) = (r.o orElse Some(1)) map (_ + 1) getOrElse 0
  def e1161(r: R) = r.o.map(_ + 1).filter(_ % 2 == 0).map(_ / 2).getOrElse(r.j)
  def e1162(r: R) = Option(r.s).filterNot(_.isEmpty).map(s => s.charAt(s.length - 1)).map(_.toInt)
  def e1163(r: R) = Option(r.s).flatMap(s => s.split(" ").headOption).map(_.toLowerCase).getOrElse("unknown")
  def e1164(r: R) = Option(r.s).exists(s => s.startsWith("H") && s.endsWith("d"))
  def e1165(r: R) = Option(r.s).fold(0)(_.length)
  def e1166(r: R) = Option(null: String).isEmpty
  def e1167(r: R) = Some(r.o).flatten
  def e1168(r: R) = math.log1p(math.max(0.0, r.d.toInt))
  def e1169(r: R) = math.min(1.0, math.max(0.0, r.d / 100))
  def e1170(r: R) = math.floorMod(r.l, 86400L)
  def e1171(r: R) = math.abs(r.l % 24).toInt
  def e1172(r: R) = math.signum(r.l)
  def e1173(r: R) = math.round(r.i)
  def e1174(r: R) = math.max(r.c, r.by)
  def e1175(r: R) = (r.l / 1000L).toInt + r.sh
  def e1176(r: R) = r.by & 0x7f
  def e1177(r: R) = r.by.toInt << 4 | r.sh & 0xf
  def e1178(r: R) = r.l ^ (r.l >>> 33)
  def e1179(r: R) = r.i.hashCode
  def e1180(r: R) = r.b.hashCode
  def e1181(r: R) = r.i.toDouble.toString + r.f
  def e1182(r: R) = r.d.toLong / 1000 * 1000
  def e1184(r: R) = 0.1 + 0.2 * r.i
  def e1185(r: R) = 100 * r.i / 7 % 13
  def e1186(r: R) = 0x10 + 0xFFFFFFFF + r.i
  def e1187(r: R) = Int.MinValue / r.j
  def e1188(r: R) = Double.MinPositiveValue / 2 + r.d
  def e1189(r: R) = Integer.parseInt(r.t, 16)
  def e1190(r: R) = Integer.parseInt(r.s, 36)
  def e1191(r: R) = java.lang.Long.parseLong(r.csv, r.j)
  def e1192(r: R) = Integer.parseInt("-7fffffff", 16)
  def e1193(r: R) = Integer.parseInt("80000000", 16)
  def e1194(r: R) = java.lang.Long.parseLong("-8000000000000000", 16)
  def e1195(r: R) = Integer.parseInt("\uff11\u0663z", 36)
  def e1196(r: R) = "\ud835\udfcf".toInt
  def e1197(r: R) = Integer.parseInt("+", 10)
  def e1198(r: R) = r.l.toBinaryString
  def e1199(r: R) = r.i.toHexString
  def e1200(r: R) = r.i.toOctalString
  def e1201(r: R) = Integer.toBinaryString(r.i)
  def e1202(r: R) = java.lang.Long.toHexString(r.l)
  def e1203(r: R) = java.lang.Long.toOctalString(r.l)
  def e1204(r: R) = Integer.numberOfTrailingZeros(r.i)
  def e1205(r: R) = Integer.numberOfLeadingZeros(r.i)
  def e1206(r: R) = java.lang.Long.numberOfTrailingZeros(r.l)
  def e1207(r: R) = java.lang.Long.numberOfLeadingZeros(r.l)
  def e1208(r: R) = Integer.highestOneBit(r.i)
  def e1209(r: R) = Integer.lowestOneBit(r.i)
  def e1210(r: R) = java.lang.Long.highestOneBit(r.l)
  def e1211(r: R) = java.lang.Long.lowestOneBit(r.l)
  def e1212(r: R) = Integer.bitCount(r.i)
  def e1213(r: R) = Integer.compare(r.i, r.j)
  def e1214(r: R) = java.lang.Long.compare(r.l, r.i)
  def e1215(r: R) = Integer.max(r.i, r.j) - Integer.min(r.i, r.j)
  def e1216(r: R) = Integer.sum(r.i, r.j)
  def e1217(r: R) = java.lang.Long.signum(r.l)
  def e1218(r: R) = Integer.signum(r.i)
  def e1219(r: R) = Character.isLetter(r.c)
  def e1220(r: R) = Character.isDigit(r.c)
  def e1221(r: R) = Character.isLetterOrDigit(r.c)
  def e1222(r: R) = Character.isUpperCase(r.c)
  def e1223(r: R) = Character.isLowerCase(r.c)
  def e1224(r: R) = Character.isWhitespace(r.c)
  def e1225(r: R) = Character.toUpperCase(r.c)
  def e1226(r: R) = java.lang.Character.toLowerCase(r.c)
  def e1227(r: R) = Character.toString(r.c)
  def e1228(r: R) = Character.getNumericValue(r.c)
  def e1229(r: R) = "a5\u00bd\u2167\u0e55\u4e09\uf96b".map(c => Character.getNumericValue(c)).toList
  def e1230(r: R) = r.s.filter(c => Character.isLetter(c))
  def e1231(r: R) = r.s.linesIterator.toList
  def e1232(r: R) = "a\r\nb\rc\fd\n\ne\u0085f".linesIterator.toList
  def e1233(r: R) = "\n".linesIterator.size
  def e1234(r: R) = (r.t + "\n" + r.csv + "\r\n").linesIterator.map(_.length).toList
  def e1235(r: R) = r.s.codePointCount(0, r.s.length)
  def e1236(r: R) = r.s.codePointCount(1, 3)
  def e1237(r: R) = r.s.codePointCount(r.i, 2)
  def e1238(r: R) = r.s.getBytes("UTF-8").length
  def e1239(r: R) = r.s.getBytes("UTF-8").toList
  def e1240(r: R) = r.s.take(2).getBytes(java.nio.charset.StandardCharsets.UTF_8).toList
  def e1241(r: R) = BigDecimal(r.d).setScale(2, BigDecimal.RoundingMode.HALF_UP).toDouble
  def e1242(r: R) = BigDecimal(r.d).setScale(2, BigDecimal.RoundingMode.HALF_EVEN).toDouble
  def e1243(r: R) = BigDecimal(r.d).setScale(0, BigDecimal.RoundingMode.UP).toDouble
  def e1244(r: R) = BigDecimal(r.e).setScale(0, BigDecimal.RoundingMode.DOWN).toDouble
  def e1245(r: R) = BigDecimal(r.e).setScale(0, BigDecimal.RoundingMode.CEILING).toDouble
  def e1246(r: R) = BigDecimal(r.e).setScale(0, BigDecimal.RoundingMode.FLOOR).toDouble
  def e1247(r: R) = BigDecimal(r.e).setScale(0, BigDecimal.RoundingMode.HALF_DOWN).toDouble
  def e1248(r: R) = BigDecimal(r.e).setScale(-1, BigDecimal.RoundingMode.HALF_UP).doubleValue
  def e1249(r: R) = BigDecimal(r.e).setScale(3).toDouble
  def e1250(r: R) = BigDecimal(r.e * 0.01 + 1).setScale(9, BigDecimal.RoundingMode.HALF_UP).toDouble
  def e1251(r: R) = BigDecimal(r.d).toDouble
  def e1252(r: R) = BigDecimal(r.i).setScale(-3, BigDecimal.RoundingMode.HALF_EVEN).toDouble
  def e1253(r: R) = r.ds.map(x => BigDecimal(x / 3).setScale(3, BigDecimal.RoundingMode.HALF_UP).toDouble)
  def e1254(r: R) = { val b = BigDecimal(r.d); if (r.i > 0) b.setScale(1, BigDecimal.RoundingMode.DOWN).toDouble else 0.0 }
  def e1255(r: R) = List(1.005, 2.675, 0.125, -0.125, 1.0E-7, 123456.785, -0.004).map(x => BigDecimal(x).setScale(2, BigDecimal.RoundingMode.HALF_UP).toDouble)
}
