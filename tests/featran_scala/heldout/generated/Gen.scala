package judge

// Values that break things: NaN, infinities, both zeros, empty texts, letters beyond ASCII and beyond one unit.

class R(seed: Long) {
  val r = new java.util.Random(seed)
  def n(k: Int): Int = r.nextInt(k)
  def b: Boolean = r.nextBoolean()
  def pick[A](xs: A*): A = xs(n(xs.size))
  def opt[A](a: => A): Option[A] = if (n(4) == 0) None else Some(a)
  def seq[A](k: Int)(a: => A): List[A] = List.fill(n(k + 1))(a)
  /** Any double. */
  def d: Double = n(6) match {
    case 0 => pick(0.0, -0.0, Double.NaN, Double.PositiveInfinity, Double.NegativeInfinity, Double.MaxValue, 1e300, -1e-300, 0.5, 2.5)
    case 1 => r.nextGaussian()
    case 2 => n(20) - 5
    case _ => math.round(r.nextDouble() * 1000) / 8.0
  }
  /** A tame, not negative double. */
  def p: Double = n(5) match { case 0 => pick(0.0, -0.0, 1.0, 0.5); case 1 => n(40).toDouble; case _ => math.round(r.nextDouble() * 1000) / 16.0 }
  def i: Int = n(5) match { case 0 => pick(0, -1, Int.MaxValue, Int.MinValue, 1, 255, 256, 65536); case _ => n(200) - 20 }
  def l: Long = n(5) match { case 0 => pick(0L, -1L, Long.MaxValue, Long.MinValue, 1L << 53, (1L << 53) + 1); case _ => n(2000000).toLong - 1000 }
  def f: Float = n(5) match { case 0 => pick(0f, -0f, Float.NaN, Float.PositiveInfinity, 0.1f); case _ => r.nextFloat() }
  /** Any text that is none of half a surrogate pair. */
  def s: String = n(5) match {
    case 0 => pick("", " ", "\u00c5ngstr\u00f6m", "\ud83d\ude00", "a\ud83d\ude00b", "\u0130stanbul", "stra\u00dfe", "x,y:z", "%41+", "\t\n", "\u4e2d\u6587", "__missing__", "e\u0301")
    case 1 => pick("A", "b", "Foo Bar", "foo bar", "ab", "abc", "\"q\"", "\\", "1", "42", "-7", "3.5")
    case _ => (1 to n(6)).map(_ => ('a' + n(6)).toChar).mkString
  }
  /** Text that may be null. */
  def sn: String = if (n(12) == 0) null else s
}
object Many { def apply[A](seed: Long, k: Int)(f: R => A): List[A] = { val r = new R(seed); List.fill(k)(f(r)) } }
