package judge

// Records of extreme and of ordinary values for the specs of this folder, by seed.
object Rows {
  def ride(seed: Long, k: Int) = { import com.acme.pricing._; Many(seed, k) { r => import r._
    RideRequest(s, l, LatLon(d, d), opt(LatLon(pick(0.0, -0.0, 52.5), pick(0.0, 13.4))), i, f, pick[Byte](1, 4, -128, 127, 0), pick(s, "pool", "x"), opt(s), Array(d, d, d), b) } }
  def ads(seed: Long, k: Int) = { import _root_.ads.ctr._; Many(seed, k) { r => import r._
    Imp(Creative(n(3), pick("acme", "b\u00f6b", "", "z"), pick(0, 300, 728, -1), pick(250, 90, 0), seq(3)(s)), Viewer(opt(i), seq(6)((s, d)).toMap, seq(4)((n(3), l))), pick(p, Double.NaN, Double.PositiveInfinity), pick("http://A.b.com/x?q=1&r", "https://foo/a/b/c?", "", " ", "ftp://x", "http://\u00e9.fr?a=b=c?d", "http://h:80/?&=", s), i, n(2)) } }
  def sessions(seed: Long, k: Int) = { import _root_.sessions._; Many(seed, k) { r => import r._
    Session(s, seq(5)(Play(pick("t1", "t2", "t3", s), pick(l, 45000L, 31000L), pick(0L, 200000L, l), pick("trackdone", "fwdbtn", "backbtn", "fwd?", null, s), opt(f))).toVector, opt(b), opt(pick("ios", "", s)), n(24)) } }
  def fraud(seed: Long, k: Int) = { import bank.fraud.Model._; Many(seed, k) { r => import r._
    Txn(pick("1 000,50", "12.5", "1_0", "-3", "NaN", "", "1e3", "99", "250.25", "0x10", "7d", s), pick("EUR", "USD", "SEK", "XXX"), Merchant(pick("5411", "54", "", "123456", "\ud83d\ude00"), s, opt(d)), Card(pick("411111", "5500", "2221", "37", "", "9x"), pick("1111", "0004", "x", "12"), n(3000)), pick("10.0.0.1", "192.168.1.9", "8.8.8.8", "256.1.1.1", "a.b.c.d", "1.2.3", "1.2.3.4.5", "\u0661.1.1.1", ""), seq(5)(d), seq(3)((pick("screen", "headers", "os"), seq(3)((pick("w", "h", "ua"), pick("1080", "x", "-5", "99999999999"))).toMap)).toMap) } }
  def baskets(seed: Long, k: Int) = { import retail.features._; Many(seed, k) { r => import r._
    Basket(pick[Short](1, 2, -3), seq(4)(Line(pick("4006381333931", "9780201379624", "12", "", "40063813339\u0663\u0661", "4006381333932"), pick(1, 2, 5, -1, 0), pick(l, 199L, 50L, 1000L), pick('F', 'G', 'H', 'M', '\u00e9', 'f', '0'), seq(2)(n(101)))), opt(pick("a-gold-1", "b-silver", "solo", "x--y", "", "a-\u00e9-", "-gold")), (pick("card", "cash", "", "\ud83d\ude00x"), opt(i))) } }
  def vib(seed: Long, k: Int) = { import iot._; Many(seed, k) { r => import r._; Vibration(List.fill(1 + n(5))(pick(d, p, -p)), l, pick("X", "y", "Z", "", "w"), i) } }
  def temp(seed: Long, k: Int) = { import iot._; Many(seed, k) { r => import r._; Temperature(seq(5)(pick(p, p, -p, d)), l, b) } }
  def articles(seed: Long, k: Int) = { import com.example.nlp._; Many(seed, k) { r => import r._
    val w = () => seq(6)(pick("The", "quick", "it's", "2019", "Fox!", "\u00c9t\u00e9", "NASA", "a", "@bob", "\ud83d\ude00", "1999.", "caf\u00e9", s)).mkString(pick(" ", "  ", ", "))
    Article(w(), opt(w() + pick(".", "! ", "?!", "") + w()), Author(pick("bob", "\ud83d\ude00x", "", "Al_1"), b, opt(Bio(w(), seq(2)(pick("http://a/", "https://b", "http://", s))))), pick("en-US", "sv", "", "D"), seq(3)(pick(" ml ", "AI", "ai", "\u00dfx", "")).toArray, seq(4)(Vote(b, d))) } }
  def hotels(seed: Long, k: Int) = { import _root_.hotels._; Many(seed, k) { r => import r._
    Search(pick("grand hotel rome", "Rome", "", "  a  b ", s), pick("2019-12-30", "2020-02-28", "2019-06-15", "2018-09-01"), pick("2020-01-02", "2020-03-01", "2019-06-15"), n(4), seq(3)(n(17)), Hotel(pick("Grand Hotel Rome", "Ritz", "", "\ud83d\ude00 inn"), opt(n(6)), n(100000).toLong, seq(5)(pick("wifi", "pool", "gym", "spa", "bar", "\u00e9")).toSet, seq(4)((n(6), pick("", " ", "nice")))), n(10), seq(3)((pick("price", "stars", ""), seq(3)(s))).toMap) } }
  def credit(seed: Long, k: Int) = { import _root_.credit.scoring._; Many(seed, k) { r => import r._
    Applicant(s, opt(pick(i, 50000, 200000, 0, -5)), n(5000), pick("1980-05-01", "2001-13-01", "x", "1990-7", "1950-12-31", "1980-05-01-2"), opt(pick("Teacher", "er", "", "Cook", "B\u00c4CKER", s)), List.fill(1 + n(3))(Account(pick("card", "loan", "card", ""), d, opt(pick(0.0, 1000.0, -1.0, Double.NaN, 250.5)), seq(4)(n(3)))), n(5), pick("10115", "90210", "00501", "123", "-4000")) } }
  def playlists(seed: Long, k: Int) = { import playlist.rec._; Many(seed, k) { r => import r._
    val t = () => TrackVec(s, Array(f, f, f), d, n(24) - 6)
    Candidate(seq(3)(t()), t(), pick("Chill Vibes \ud83d\ude00", "", "road TRIP mix", "\ud83d\ude00\ud83d\ude00", "a bc def"), pick(l, n(100000).toLong), opt(pick[Short](0, 1, 20, 99, -1, 32767))) } }
  def jobs(seed: Long, k: Int) = { import _root_.jobs.Domain._; Many(seed, k) { r => import r._
    val sk = () => pick("scala", "Scala ", "c-lang", "py", "\u00e9", "go", "java", "rust")
    Pair(Resume(seq(4)(Skill(sk(), p)), seq(3)((pick("phd", "msc", "bsc"), 1990 + n(30))).toMap, b, pick("* a\n- b\nc", "", "\n\n", "one\r\n* two", "-\u2028*x", "x\ry")), Posting(pick("Senior Scala Dev", "jr/entry dev", "Data, Engineer", "", "Lead \ud83d\ude00 Lead", "LEAD"), seq(4)(sk()).toSet, seq(3)(sk()).toSet, opt(Salary(opt(pick(50000, 30000)), opt(pick(60000, 20000)), Symbolic(pick("EUR", "\u20ac", "USD", "")))), n(6))) } }
  def telco(seed: Long, k: Int) = { import _root_.telco.churn._; Many(seed, k) { r => import r._
    Subscriber(pick("0046701234567", "+1 555", "", "abc", "49-170", "\u0664\u0669"), Plan(pick("basic", "Pro", "", "fam\u00ed"), p, seq(3)(pick("tv", "intl", "", "5g"))), seq(6)(Usage(n(35), pick(p, p, d), n(8), b)), seq(6)((pick("billing", "network", "other", "a", "b", "c", "d"), seq(3)((pick("open", "closed", ""), n(5))).toMap)).toMap, n(4000), opt(n(11)), Array(d, d)) } }
}
