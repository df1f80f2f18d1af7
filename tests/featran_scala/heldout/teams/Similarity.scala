// run spec=search.matching.Similarity.spec rows=judge.TeamRows.queries(34,8)
package search.matching

import com.spotify.featran._
import com.spotify.featran.transformers._
import scala.annotation.tailrec

case class Hit(query: String, title: String, positions: List[Int], scores: Vector[Double], id: Long, depth: Int)

object Recursive {
  @tailrec
  def gcd(a: Long, b: Long): Long = if (b == 0) math.abs(a) else gcd(b, a % b)

  def digitSum(n: Long): Int = {
    @tailrec def go(rest: Long, acc: Int): Int =
      if (rest == 0) acc else go(rest / 10, acc + (rest % 10).toInt)
    go(math.abs(n), 0)
  }

  @tailrec
  def longestRun(xs: List[Int], last: Option[Int], run: Int, best: Int): Int = xs match {
    case Nil                                     => best max run
    case h :: t if last.exists(l => h == l + 1)  => longestRun(t, Some(h), run + 1, best)
    case h :: t                                  => longestRun(t, Some(h), 1, best max run)
  }

  def levenshtein(a: String, b: String): Int =
    a.foldLeft((0 to b.length).toList) { (prev, x) =>
      prev.zip(prev.tail).zip(b.toList).scanLeft(prev.head + 1) {
        case (h, ((d, v), y)) => math.min(math.min(h + 1, v + 1), d + (if (x == y) 0 else 1))
      }
    }.last

  def sumList(xs: List[Double]): Double = xs match {
    case Nil       => 0.0
    case x :: rest => x + sumList(rest)
  }

  def collatz(n: Int): Int = if (n <= 1) 0 else 1 + collatz(if (n % 2 == 0) n / 2 else 3 * n + 1)

  def power(base: Double, exp: Int): Double =
    if (exp == 0) 1.0
    else if (exp % 2 == 0) { val half = power(base, exp / 2); half * half }
    else base * power(base, exp - 1)

  def isPalindrome(s: String): Boolean =
    s.length < 2 || (s.head == s.last && isPalindrome(s.substring(1, s.length - 1)))

  def even(n: Int): Boolean = if (n == 0) true else odd(n - 1)
  def odd(n: Int): Boolean = if (n == 0) false else even(n - 1)
}

class Similarity(private val maxDepth: Int) {
  import Recursive._
  import Similarity._

  private def tokens(s: String): Array[String] = s.toLowerCase.split("\\W+").filter(_.nonEmpty)
  private def jaccard(a: Set[String], b: Set[String]): Double =
    if (a.isEmpty && b.isEmpty) 1.0 else (a & b).size.toDouble / (a | b).size
  private def bigrams(s: String): Set[String] = s.toLowerCase.sliding(2).filter(_.length == 2).toSet

  def spec: FeatureSpec[Hit] = FeatureSpec.of[Hit]
    .required(h => jaccard(tokens(h.query).toSet, tokens(h.title).toSet))(Identity("jaccard"))
    .required(h => jaccard(bigrams(h.query), bigrams(h.title)))(Identity("bigram_jaccard"))
    .required(h => levenshtein(h.query.take(6), h.title.take(6)).toDouble)(MinMaxScaler("edit"))
    .required(h => gcd(h.id, 360).toDouble)(Identity("gcd"))
    .required(h => digitSum(h.id).toDouble)(Identity("digits"))
    .required(h => longestRun(h.positions, None, 0, 0).toDouble)(Identity("run"))
    .required(h => sumList(h.scores.toList))(Identity("sum"))
    .required(h => collatz(h.depth.abs min maxDepth).toDouble)(Identity("collatz"))
    .required(h => power(1.5, h.depth.abs min 10))(Identity("decay"))
    .required(h => if (isPalindrome(h.query)) 1.0 else 0.0)(Identity("palindrome"))
    .required(h => if (even(h.depth.abs % 8)) 1.0 else 0.0)(Identity("even"))
    .required(h => dcg(h.scores))(Identity("dcg"))
    .required(h => h.query.commonPrefix(h.title).length.toDouble)(Identity("prefix"))
    .required(h => tokens(h.title).toList.tails.map(_.take(2)).filter(_.size == 2).map(_.mkString("_")).toList)(NHotEncoder("title_pairs"))
}

object Similarity {
  private val Depth = 97
  private def dcg(scores: Seq[Double]): Double =
    scores.zipWithIndex.map { case (s, i) => (math.pow(2, s) - 1) / (math.log(i + 2) / math.log(2)) }.sum
  implicit private class StringOps2(s: String) {
    def commonPrefix(that: String): String = s.zip(that).takeWhile { case (a, b) => a == b }.map(_._1).mkString
  }
  val spec = new Similarity(Depth).spec
}
