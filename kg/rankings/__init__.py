"""What a score is worth: ranks with their ties, how far they move, and the statements that they rest on.

    scores         from scores to ranks
    draws          other graphs that the same sources could have given: memberships dropped, lists completed
    intervals      how far scores and ranks move over these
    explanations   the statements behind one node's score, and its rank without each
    changes        scores and ranks over years: who rose, who fell
    cautions       where lists that are not complete are compared

Nothing here knows RDF: grades, sources and claimed sizes come as mappings from whoever has read them.
"""

from __future__ import annotations

from kg.rankings.cautions import cautions, leaning
from kg.rankings.changes import Change, Course, follow
from kg.rankings.draws import WAYS, Doubts
from kg.rankings.explanations import Explanation, Reason, explain
from kg.rankings.intervals import Intervals, both, intervals
from kg.rankings.scores import Score, ranks, standings

__all__ = [
    "WAYS",
    "Change",
    "Course",
    "Doubts",
    "Explanation",
    "Intervals",
    "Reason",
    "Score",
    "both",
    "cautions",
    "explain",
    "follow",
    "intervals",
    "leaning",
    "ranks",
    "standings",
]
