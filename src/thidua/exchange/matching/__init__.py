"""Whose award is it: register rows matched to people and units, with a score and its reasons."""

from thidua.exchange.matching.collectives import match_units
from thidua.exchange.matching.persons import ASK, THRESHOLD, Matcher, MatchResult

__all__ = ["ASK", "THRESHOLD", "MatchResult", "Matcher", "match_units"]
