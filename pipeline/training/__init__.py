"""Makes annotated articles, and models out of them."""
