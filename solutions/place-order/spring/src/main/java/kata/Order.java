package kata;

import java.util.List;

/** An order as it is stored and as clients see it. */
record Order(long id, String customer, List<Item> items, long total) {

    record Item(String dish, int quantity, int price) {}
}
