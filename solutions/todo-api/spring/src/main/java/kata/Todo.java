package kata;

import java.math.BigDecimal;

/** A todo. It never changes: who changes one puts a new one in its place, so nobody ever sees half a change. */
record Todo(String title, boolean completed, BigDecimal order) {}
