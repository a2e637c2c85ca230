import java.util.Map;

/** Texts that come from a client. */
final class Texts {

    /** The text of this name; refused when it is missing, empty or none. */
    static String required(Map<String, Object> sent, String name) {
        if (sent.get(name) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw new Refusal(422, name + " must be a text that is not empty");
    }

    /** The same, but null when it was not sent. */
    static String optional(Map<String, Object> sent, String name) {
        return sent.containsKey(name) ? required(sent, name) : null;
    }

    private Texts() {}
}
