"""Programs for developers: building the register, measuring."""
