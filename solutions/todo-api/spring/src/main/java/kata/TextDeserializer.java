package kata;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.boot.jackson.JsonComponent;

/**
 * What may become a String, wherever one is read from JSON; all else is answered with 400.
 *
 * Left to itself, Jackson takes a 7 for the text "7". And it takes half an emoji, which JSON can spell ("\ud83d")
 * and UTF-8 cannot: such a text could neither be stored nor sent.
 */
@JsonComponent
class TextDeserializer extends JsonDeserializer<String> {

    private static final Pattern WELL_FORMED = Pattern.compile("\\P{Cs}*"); // no surrogate without its other half

    @Override
    public String deserialize(JsonParser json, DeserializationContext context) throws IOException {
        if (!json.hasToken(JsonToken.VALUE_STRING)) {
            return context.reportInputMismatch(String.class, "not a text");
        }
        String text = json.getText();
        if (!WELL_FORMED.matcher(text).matches()) {
            return context.reportInputMismatch(String.class, "a text with half a character");
        }
        return text;
    }
}
