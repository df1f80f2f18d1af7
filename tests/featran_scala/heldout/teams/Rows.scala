package judge

// Records of extreme and of ordinary values for the specs of this folder, by seed.
object TeamRows {
  def plays(seed: Long, k: Int) = { import com.radio.ranking._; Many(seed, k) { r => import r._
    val t = () => pick(0L, -1L, 1609459199999L, 1625097600000L, 1582934400000L + n(1000000000), -86400001L)
    val start = t(); val end = start + pick(0, 1000, 65000, -500, n(400000))
    Play(s, s, start, end, pick(i, 30000, 999), pick("2021-06-30", "1999-12-31", "2020-02-29", "1970-01-01"), Device(pick("iOS", "Android", "\u0130x"), pick("8.5.3", "10.2", "1", "9.0.1-beta", "x"), b), opt(pick("radio:album:1", "radio:user:x:playlist:9", "radio:user:x", "a:b", "")), seq(4)(start + pick(0, 500, n(3000)))) } }
  def listens(seed: Long, k: Int) = { import com.radio.avro._; import scala.collection.JavaConverters._; Many(seed, k) { r => import r._
    def nul[A >: Null](a: => A): A = if (n(3) == 0) null else a
    Listen(s, nul(pick("se", " NO ", "us", "", "de")), nul(Integer.valueOf(pick(1980, 1900, 2020, 2021, 1955))), nul(seq(3)(pick[CharSequence]("rock", "pop", "", "j\u00e4zz")).asJava), pick(l, 30000L), b, nul(java.lang.Double.valueOf(d)), pick("ios-14", "android-9", "web", "ios", "android-x"), List(d, d).map(java.lang.Double.valueOf).asJava) } }
  def episodes(seed: Long, k: Int) = { import podcasts.ingest._; Many(seed, k) { r => import r._
    val dur = () => pick("90", "1:30", "01:02:03", "x", "", "1:2:3:4", "-5", "12:x", "\u0661:02")
    RawEpisode(s, dur(), opt(pick("4.5", " 3 ", "", "abc", "7", "-1", "NaN", "5", "4f")), pick("100", "12KB", "3 mb", "x", "7GB", "99999999999MB", "\u0663KB"), seq(3)(dur()), pick("yes", "No", "", "maybe", "1"), pick("1.99", "0.00", "1", "x.99", "1.5", "", "12.345", "a.b")) } }
  def queries(seed: Long, k: Int) = { import search.matching._; Many(seed, k) { r => import r._
    val q = () => pick("abba", "Blue Moon", "blue", "", "a", "x\u00e9x", "\ud83d\ude00\ud83d\ude00", "the blue  moon", s)
    Hit(q(), q(), seq(6)(n(5)), seq(4)(p).toVector, pick(l, 720L, 0L, 99L), pick(i, n(30))) } }
  def bids(seed: Long, k: Int) = { import ads.bidding._; Many(seed, k) { r => import r._
    Bid(s, l, opt(l), seq(3)(Slot(pick(0, 300, 728), pick(0, 250, 90), pick("banner", "video", "x", ""))), seq(5)(pick("sale", "new", " The ", "of", s)), n(24), opt(p), (n(5), pick(0, 10))) } }
  def bookings(seed: Long, k: Int) = { import travel.bookings._; import java.time._; Many(seed, k) { r => import r._
    val in = LocalDate.of(2015 + n(10), 1 + n(12), 1 + n(28))
    Booking(l, Instant.ofEpochMilli(pick(1609459199999L, 1585443599999L, 1585443600000L, 1603587600000L, 1500000000000L + n(2000000000), -1L)), Stay(in, in.plusDays(n(40))), opt(in.atTime(n(24), n(60))), pick("Europe/Paris", "UTC"), seq(4)(n(600).toLong), pick("20200229", "20191231", "20210101"), pick("2020-02-29 23:59:59", "1969-12-31 00:00:00", "2021-07-01 12:30:05")) } }
  def users(seed: Long, k: Int) = { import platform.features._; Many(seed, k) { r => import r._
    User(s, i, opt(pick(f, 9999.99f, 20000f, 1e6f)), Address(s, opt(pick("111 22", "", "90210"))), seq(3)(pick("music", "sport", "\u00e9t\u00e9", "")), seq(3)((pick("score_1d", "score_7d", "score_28d"), pick(p, 0.1, 0.5, 0.3))).toMap, b) } }
  def requests(seed: Long, k: Int) = { import edge.logs._; Many(seed, k) { r => import r._
    Request(pick("GET /api/v1/users?page=2&x= HTTP/1.1", "POST /static/js/app.min.js HTTP/2.0", "PUT / HTTP/1.0", "GET /api/v3/a?page=zz HTTP/1.1", "junk", "GET /static HTTP/1.1", "get /a/b/c/d?q=1&q=2 HTTP/1.1"), pick("Mozilla/5.0 (X)", "Chrome/101", "curl/7.68", "", "x9"), pick("10.2.3.4", "10.3.3.4", "a.b", "::1", "300.1", ""), pick[Short](200, 301, 404, 503, 99, -1), opt(pick(l, 1024L)), seq(3)((pick("Content-Type", "content-type", "Host"), pick("text/html; charset=utf-8", "a.b", ";x", ""))).toMap, opt(pick("bob@gmail.com", "alice@mail.example.org", "a@b.se", "@x", "x@", "none"))) } }
  def payments(seed: Long, k: Int) = { import shop.payments._; Many(seed, k) { r => import r._
    val price = () => BigDecimal(pick("0.10", "19.99", "100", "1E+2", "0.005", "-3.335"))
    Payment(l, pick("12.50", "1e3", "abc", " 7 ", "0.1", "-99.995", ""), pick("sek", "USD", "\u20ac"), seq(4)(Item(s, price(), pick(1, 2, 3, -1), pick(25.0, 12.5, 6.0, 0.1))), pick(n(8), -1, 255), pick(l, 1L << 40, 0L), pick("4f11", "5500", "aa", "0b", "a1"), pick("", "a\nb", "a\r\nb\n", "\ud83d\ude00!\n\n\u00e9", "x\ry"), pick(59.33, -33.875, 0.0, 2.675, 89.995, -0.005), pick(18.07, -179.999, 180.0, 0.0)) } }
  def workouts(seed: Long, k: Int) = { import fitness.workouts._; Many(seed, k) { r => import r._
    Workout(s, List.tabulate(n(4))(x => Lap(x + n(2), seq(4)(Sample(l, pick(90, 120, 150, 180, i), p)), opt(pick("sprint", "warm", "-")))), seq(3)((pick("run", "bike", "swim"), n(3) - 1)).toMap, seq(4)(pick(p, 1.5, -2.0)).toArray, seq(3)(pick("run", "swim", "yoga")).toSet) } }
}
