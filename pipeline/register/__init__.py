"""The official register of Vietnam's administrative units."""

from .model import LEGACY, LEVELS, NEW, OLD, Edge, Script, Unit
from .register import Register

__all__ = ["LEGACY", "LEVELS", "NEW", "OLD", "Edge", "Register", "Script", "Unit"]
