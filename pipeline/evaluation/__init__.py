"""Holds finished outputs against gold annotations."""

from .score import FIGURES, Difference, Scores, evaluate

__all__ = ["FIGURES", "Difference", "Scores", "evaluate"]
