"""Events: sentences as sequences of items, frames over them, and what a frame says of the world."""
