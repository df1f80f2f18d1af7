import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;

/** Prints the double or float of every line of hexadecimal bits: 16 digits or 8. */
public class Print {
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, false, "UTF-8");
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(
          line.length() > 8
              ? Double.toString(Double.longBitsToDouble(Long.parseUnsignedLong(line, 16)))
              : Float.toString(Float.intBitsToFloat(Integer.parseUnsignedInt(line, 16))));
    }
    out.flush();
  }
}
