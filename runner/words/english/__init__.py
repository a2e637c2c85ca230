"""The English texts, a module for each room; the other languages fall back on them."""
