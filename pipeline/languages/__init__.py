"""Language packs and what is compiled from them."""
