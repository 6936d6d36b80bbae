"""Pages and a JSON interface over a store: read-only, without scripts, for readers on this machine."""
