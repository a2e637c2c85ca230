package kata;

import java.util.List;

/** What a client may say about its order. There is no place here for a price, a total or an id of theirs. */
record NewOrder(String customer, List<Item> items) {

    record Item(String dish, int quantity) {}
}
