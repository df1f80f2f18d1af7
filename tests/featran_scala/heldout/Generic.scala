// run spec=h06.Use.people rows=h06.Use.ps
// run spec=h06.Use.dogs rows=h06.Use.ds
package h06

import com.spotify.featran._
import com.spotify.featran.transformers._

trait HasAge { def age: Int }
trait Weighted { def kilos: Double; def pounds: Double = kilos * 2.2046226218 }
case class Person(name: String, age: Int, kilos: Double) extends HasAge with Weighted
case class Dog(breed: String, age: Int, kilos: Double) extends HasAge with Weighted {
  def dogYears: Int = age * 7
}

class Builder[T <: HasAge](prefix: String) {
  def ages: FeatureSpec[T] = FeatureSpec.of[T].required(_.age.toDouble)(MinMaxScaler(s"$prefix.age"))
}

object Use {
  def weights[A <: Weighted](n: String): FeatureSpec[A] =
    FeatureSpec.of[A].required((a: A) => a.pounds)(StandardScaler(n + ".lb", withMean = true))

  def both[T <: HasAge with Weighted](p: String): FeatureSpec[T] =
    FeatureSpec.combine(new Builder[T](p).ages, weights[T](p))

  val people: FeatureSpec[Person] = both[Person]("person").required(_.name)(OneHotEncoder("name"))
  val dogs = both[Dog]("dog").required(_.dogYears.toDouble)(Identity("dogYears"))

  val ps = List(Person("a", 30, 80.5), Person("b", 40, 61.25))
  val ds = List(Dog("x", 3, 8.5), Dog("y", 14, 11.0), Dog("x", 1, 2.75))
}
