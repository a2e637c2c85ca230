import java.util.LinkedHashMap;
import java.util.Map;

/** What there is to eat, and what it costs: in whole cents, since 12.95 has no exact form in binary. */
final class Menu {

    static final Map<String, Integer> PRICES = new LinkedHashMap<>();

    static {
        PRICES.put("margherita", 895);
        PRICES.put("ramen", 1295);
        PRICES.put("gyoza", 435);
        PRICES.put("mochi", 535);
        PRICES.put("tea", 205);
    }

    private Menu() {}
}
