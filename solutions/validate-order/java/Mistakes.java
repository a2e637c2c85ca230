import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is wrong with an order. It is collected, never thrown, so that one mistake does not hide another. */
final class Mistakes {

    private static final Set<String> ORDER_FIELDS = Set.of("customer", "note", "items");
    private static final Set<String> ITEM_FIELDS = Set.of("sku", "quantity");

    private final List<Map<String, Object>> found = new ArrayList<>();

    static List<Map<String, Object>> of(Map<?, ?> order) {
        Mistakes mistakes = new Mistakes();
        mistakes.checkOrder(order);
        return mistakes.found;
    }

    private void checkOrder(Map<?, ?> order) {
        checkNames(order, ORDER_FIELDS, "");
        if (isThere(order, "customer", "customer")) {
            checkText(order.get("customer"), "customer", 1, 100);
        }
        if (order.containsKey("note")) {
            checkText(order.get("note"), "note", 0, 200);
        }
        if (isThere(order, "items", "items")) {
            checkItems(order.get("items"));
        }
    }

    private void checkItems(Object value) {
        if (!(value instanceof List<?> items)) {
            add("items", "type");
        } else if (items.isEmpty()) {
            add("items", "empty");
        } else {
            for (int i = 0; i < items.size(); i++) {
                checkItem(items.get(i), "items[" + i + "]");
            }
        }
    }

    private void checkItem(Object value, String path) {
        if (!(value instanceof Map<?, ?> item)) {
            add(path, "type");
            return;
        }
        checkNames(item, ITEM_FIELDS, path + ".");
        if (isThere(item, "sku", path + ".sku")) {
            checkText(item.get("sku"), path + ".sku", 1, 40);
        }
        if (isThere(item, "quantity", path + ".quantity")) {
            checkQuantity(item.get("quantity"), path + ".quantity");
        }
    }

    private void checkNames(Map<?, ?> fields, Set<String> known, String prefix) {
        for (Object name : fields.keySet()) {
            if (!known.contains(name)) {
                add(prefix + name, "unknown");
            }
        }
    }

    /** containsKey, not get: a field that is null is there, and of the wrong kind. */
    private boolean isThere(Map<?, ?> fields, String name, String path) {
        boolean isThere = fields.containsKey(name);
        if (!isThere) {
            add(path, "required");
        }
        return isThere;
    }

    private void checkText(Object value, String path, int shortest, int longest) {
        if (!(value instanceof String text)) {
            add(path, "type");
        } else if (text.length() < shortest) {
            add(path, "empty");
        } else if (text.codePointCount(0, text.length()) > longest) { // length() would count most emoji twice
            add(path, "too_long");
        }
    }

    private void checkQuantity(Object value, String path) {
        if (!(value instanceof Long quantity)) { // "2", true and 2.5 are none
            add(path, "type");
        } else if (quantity < 1 || quantity > 999) {
            add(path, "range");
        }
    }

    private void add(String field, String code) {
        Map<String, Object> mistake = new LinkedHashMap<>();
        mistake.put("field", field);
        mistake.put("code", code);
        found.add(mistake);
    }
}
