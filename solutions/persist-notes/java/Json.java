import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON, which plain Java does not bring along.
 *
 * An object becomes a Map, a list a List, a text a String, a whole number a Long, any other number a Double,
 * true and false a Boolean, and null is null.
 */
final class Json {

    /** Thrown when a text is no JSON. It never quotes the text, so it may be shown. */
    static final class Malformed extends Exception {
        Malformed(String reason) {
            super(reason);
        }
    }

    private static final int DEEPEST = 100; // each level takes a piece of the stack, which has an end
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final Pattern WELL_FORMED = Pattern.compile("\\P{Cs}*"); // no surrogate without its other half

    private final String json;
    private int at = 0; // what stands before it has been read

    private Json(String json) {
        this.json = json;
    }

    /** Read a body that must be a JSON object. */
    static Map<String, Object> parseObject(byte[] body) throws Malformed {
        Json json = new Json(decoded(body));
        Map<String, Object> object = json.object(0);
        json.skipSpaces();
        if (json.at < json.json.length()) {
            throw new Malformed("something follows the JSON");
        }
        return object;
    }

    private static String decoded(byte[] body) throws Malformed {
        try {
            // A new decoder complains about what is no UTF-8; new String(body) would put a question mark there.
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException broken) {
            throw new Malformed("the JSON is not UTF-8");
        }
    }

    // --- Reading: one method for each kind of value ---

    private Object value(int depth) throws Malformed {
        if (depth > DEEPEST) {
            throw new Malformed("the JSON is nested too deeply");
        }
        skipSpaces();
        return switch (at < json.length() ? json.charAt(at) : ' ') {
            case '{' -> object(depth);
            case '[' -> list(depth);
            case '"' -> text();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, Object> object(int depth) throws Malformed {
        Map<String, Object> fields = new LinkedHashMap<>();
        expect('{');
        if (found('}')) {
            return fields;
        }
        do {
            String name = text();
            expect(':');
            fields.put(name, value(depth + 1));
        } while (found(','));
        expect('}');
        return fields;
    }

    private List<Object> list(int depth) throws Malformed {
        List<Object> values = new ArrayList<>();
        expect('[');
        if (found(']')) {
            return values;
        }
        do {
            values.add(value(depth + 1));
        } while (found(','));
        expect(']');
        return values;
    }

    private String text() throws Malformed {
        StringBuilder letters = new StringBuilder();
        expect('"');
        for (char letter = next(); letter != '"'; letter = next()) {
            if (letter < ' ') {
                throw new Malformed("a line end or another control character in a text must be escaped");
            }
            letters.append(letter == '\\' ? escaped() : letter);
        }
        // JSON can spell half an emoji, "\ud83d". UTF-8 cannot, so such a text could neither be stored nor sent.
        if (!WELL_FORMED.matcher(letters).matches()) {
            throw new Malformed("a text holds half a character");
        }
        return letters.toString();
    }

    private char escaped() throws Malformed {
        char letter = next();
        return switch (letter) {
            case '"', '\\', '/' -> letter;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> codeUnit();
            default -> throw new Malformed("there is no such escape");
        };
    }

    private char codeUnit() throws Malformed {
        try {
            char unit = (char) HexFormat.fromHexDigits(json, at, at + 4);
            at += 4;
            return unit;
        } catch (IllegalArgumentException | IndexOutOfBoundsException broken) {
            throw new Malformed("four hexadecimal digits must follow \\u");
        }
    }

    private Object number() throws Malformed {
        Matcher number = NUMBER.matcher(json).region(at, json.length());
        if (!number.lookingAt()) {
            throw new Malformed("a value is missing");
        }
        at = number.end();
        boolean isWhole = number.group(1) == null && number.group(2) == null;
        if (isWhole && number.group().length() <= 18) { // so many digits fit into a long in any case
            return Long.valueOf(number.group());
        }
        double value = Double.parseDouble(number.group());
        if (Double.isInfinite(value)) {
            throw new Malformed("a number is too large");
        }
        return value;
    }

    private Object word(String word, Object value) throws Malformed {
        if (!json.startsWith(word, at)) {
            throw new Malformed("a value is missing");
        }
        at += word.length();
        return value;
    }

    private void expect(char sign) throws Malformed {
        if (!found(sign)) {
            throw new Malformed(sign + " is missing");
        }
    }

    /** Say whether this sign comes next, and if so, step over it. */
    private boolean found(char sign) {
        skipSpaces();
        boolean isNext = at < json.length() && json.charAt(at) == sign;
        if (isNext) {
            at++;
        }
        return isNext;
    }

    private char next() throws Malformed {
        if (at == json.length()) {
            throw new Malformed("the JSON ends too early");
        }
        return json.charAt(at++);
    }

    private void skipSpaces() {
        while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
            at++;
        }
    }

    // --- Writing ---

    static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> fields) {
            String between = "{";
            for (Map.Entry<?, ?> field : fields.entrySet()) {
                out.append(between);
                writeText((String) field.getKey(), out);
                out.append(": ");
                write(field.getValue(), out);
                between = ", ";
            }
            out.append(fields.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> values) {
            String between = "[";
            for (Object each : values) {
                out.append(between);
                write(each, out);
                between = ", ";
            }
            out.append(values.isEmpty() ? "[]" : "]");
        } else if (value instanceof String text) {
            writeText(text, out);
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else {
            throw new IllegalArgumentException("JSON knows no " + value.getClass());
        }
    }

    private static void writeText(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '"' || letter == '\\') {
                out.append('\\').append(letter);
            } else if (letter < ' ') {
                out.append(String.format("\\u%04x", (int) letter));
            } else {
                out.append(letter);
            }
        }
        out.append('"');
    }
}
