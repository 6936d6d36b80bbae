"""Holds finished outputs against gold annotations."""

from .joins import GoldJoins, score_joins
from .score import FIGURES, Difference, Scores, evaluate

__all__ = ["FIGURES", "Difference", "GoldJoins", "Scores", "evaluate", "score_joins"]
