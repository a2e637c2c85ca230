import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with an order. It is collected, never thrown, so that one mistake does not hide another. */
final class Mistakes {

    private final List<Map<String, Object>> found = new ArrayList<>();

    static List<Map<String, Object>> of(Map<?, ?> order) {
        Mistakes mistakes = new Mistakes();
        mistakes.checkOrder(order);
        return mistakes.found;
    }

    private void checkOrder(Map<?, ?> order) {
        if (isThere(order, "customer", "customer")) {
            checkCustomer(order.get("customer"));
        }
        if (isThere(order, "items", "items")) {
            checkItems(order.get("items"));
        }
    }

    private void checkCustomer(Object value) {
        if (!(value instanceof String customer)) {
            add("customer", "type");
        } else if (customer.isEmpty()) {
            add("customer", "empty");
        } else if (customer.codePointCount(0, customer.length()) > 100) { // length() would count most emoji twice
            add("customer", "too_long");
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
        if (isThere(item, "dish", path + ".dish")) {
            checkDish(item.get("dish"), path + ".dish");
        }
        if (isThere(item, "quantity", path + ".quantity")) {
            checkQuantity(item.get("quantity"), path + ".quantity");
        }
    }

    private void checkDish(Object value, String path) {
        if (!(value instanceof String dish)) {
            add(path, "type");
        } else if (!Menu.PRICES.containsKey(dish)) {
            add(path, "not_on_menu");
        }
    }

    private void checkQuantity(Object value, String path) {
        if (!(value instanceof Long quantity)) { // "2", true and 2.5 are none
            add(path, "type");
        } else if (quantity < 1 || quantity > 99) {
            add(path, "range");
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

    private void add(String field, String code) {
        Map<String, Object> mistake = new LinkedHashMap<>();
        mistake.put("field", field);
        mistake.put("code", code);
        found.add(mistake);
    }
}
