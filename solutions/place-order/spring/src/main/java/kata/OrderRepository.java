package kata;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The orders in the database. */
@Repository
class OrderRepository {

    /** An order without its items. */
    record Row(long id, String customer) {}

    private final JdbcClient database;

    OrderRepository(JdbcClient database) {
        this.database = database;
    }

    /** Save an order with its items, each at today's price. One transaction: after a kill there is all of it or nothing. */
    @Transactional
    public long save(NewOrder order) {
        long id = database.sql("INSERT INTO orders (customer) VALUES (?) RETURNING id")
            .param(order.customer()).query(Long.class).single();
        for (int position = 0; position < order.items().size(); position++) {
            NewOrder.Item item = order.items().get(position);
            int price = Menu.find(item.dish()).orElseThrow().price();
            database.sql("INSERT INTO items (order_id, position, dish, quantity, price) VALUES (?, ?, ?, ?, ?)")
                .params(id, position, item.dish(), item.quantity(), price).update();
        }
        return id;
    }

    List<Order> all() {
        return database.sql("SELECT id, customer FROM orders ORDER BY id").query(Row.class).list()
            .stream().map(this::withItems).toList();
    }

    Optional<Order> find(long id) {
        return database.sql("SELECT id, customer FROM orders WHERE id = ?").param(id).query(Row.class).optional()
            .map(this::withItems);
    }

    private Order withItems(Row row) {
        List<Order.Item> items = database
            .sql("SELECT dish, quantity, price FROM items WHERE order_id = ? ORDER BY position")
            .param(row.id()).query(Order.Item.class).list();
        // The total is not stored: it follows from the items, so the two cannot disagree.
        long total = items.stream().mapToLong(item -> (long) item.price() * item.quantity()).sum();
        return new Order(row.id(), row.customer(), items, total);
    }
}
