"""The words that suggest who belongs to, signed, launched, funded, hosted or pledged what. Plain to read and to extend.

A cue is a pattern, the table and role it suggests, and who stands where: `active` has the actor before it and the
object after ("Milan joined C40"), `passive` the other way round ("signed by Milan"), `noun` has the object after it
and the actors on either side ("a member of C40").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ACTORS = ("city", "region", "country", "network", "organisation")
TOWNS = ("city", "region")


@dataclass(frozen=True)
class Cue:
    """A pattern and what it suggests: `fields` name the columns of actor and object, `role` the role or relation."""

    pattern: re.Pattern[str]
    form: str
    table: str
    role: str
    actors: tuple[str, ...]
    objects: tuple[str, ...]


FIELDS = {
    "memberships": ("member", "collective"),
    "endorsements": ("endorser", "instrument"),
    "participations": ("participant", "event"),
    "grants": ("fund", "recipient"),
    "pledges": ("government", "call"),
    "partnerships": ("partner", "undertaking"),
    "relations": ("object", "subject"),  # "launched by Milan": the launched is the subject of initiatedBy
}
_NETWORK, _TEXT, _EVENT, _FUND = ("network",), ("instrument",), ("event",), ("fund",)
_MADE = ("network", "instrument", "fund")
_CUES: list[tuple[str, str, str, str, tuple[str, ...], tuple[str, ...]]] = [
    (r"joins?|joined|joining|acceded to|entered", "active", "memberships", "member", ACTORS, _NETWORK),
    (r"members? of|part of|belongs? to|belonging to", "noun", "memberships", "member", ACTORS, _NETWORK),
    (r"members (?:include|are|like|such as)", "passive", "memberships", "member", ACTORS, _NETWORK),
    (r"participat\w+ in|active in|involved in", "active", "memberships", "participant", ACTORS, _NETWORK),
    (r"(?:co-?)?founded|(?:went on|helped) to found", "active", "memberships", "founder", ACTORS, _NETWORK),
    (r"(?:co-?)?founded by", "passive", "memberships", "founder", ACTORS, _NETWORK),
    (r"(?:founders|founding members?) of", "noun", "memberships", "founder", ACTORS, _NETWORK),
    (r"(?:co-?)?(?:led|chaired|headed) by", "passive", "memberships", "leader", ACTORS, _NETWORK),
    (r"(?:co-?)?(?:leads|chairs|heads|chaired|led)(?! by)", "active", "memberships", "leader", ACTORS, _NETWORK),
    (r"(?:co-?)?steered by", "passive", "memberships", "steering", ACTORS, _NETWORK),
    (r"coordinated by", "passive", "memberships", "coordinator", ACTORS, _NETWORK),
    (r"signed|signs?|signing|ratified", "active", "endorsements", "signatory", ACTORS, _TEXT),
    (r"(?:signed|ratified) by|signatories (?:include|are|were)", "passive", "endorsements", "signatory", ACTORS, _TEXT),
    (r"signator(?:y|ies) (?:of|to)", "noun", "endorsements", "signatory", ACTORS, _TEXT),
    (r"endorsed|endorses?|endorsing", "active", "endorsements", "endorser", ACTORS, _TEXT),
    (r"endorsed by", "passive", "endorsements", "endorser", ACTORS, _TEXT),
    (r"adopted|adopts?|approved", "active", "endorsements", "adopter", ACTORS, _TEXT),
    (r"(?:adopted|approved) by", "passive", "endorsements", "adopter", ACTORS, _TEXT),
    (r"supports?|supported|welcomed", "active", "endorsements", "supporter", ACTORS, _TEXT),
    (r"launch(?:ed|es)?|initiated|issued|established|created|set up", "active",
     "relations", "initiatedBy", ACTORS, _MADE),
    (r"(?:launched|initiated|issued|established|created|set up) by", "passive",
     "relations", "initiatedBy", ACTORS, _MADE),
    (r"(?:adopted|launched|signed|endorsed) (?:at|during)", "passive", "relations", "adoptedAt", _EVENT, _TEXT),
    (r"hosted|hosts?|organi[sz]ed", "active", "participations", "host", ACTORS, _EVENT),
    (r"(?:hosted|organi[sz]ed) by", "passive", "participations", "host", ACTORS, _EVENT),
    (r"attended|took part in|participated in|spoke at", "active", "participations", "participant", ACTORS, _EVENT),
    (r"held in|took place in|convened in|met in", "passive", "relations", "locatedIn", ("city", "country"), _EVENT),
    (r"(?:co-?)?(?:funded|financed|paid for) (?:by|through)|(?:grants?|funding|money) (?:from|by)", "passive", "grants",
     "", ("fund",), ("city", "region", "network", "organisation", "country")),
    (r"(?:co-?)?(?:funded|financed) by|grants? (?:from|by)", "passive", "grants", "",
     ("organisation",), ("city", "region", "network")),
    (r"funds|funded|finances?|financed|awarded|granted|supports?|supported", "active", "grants", "",
     ("fund",), ("city", "region", "network", "organisation")),
    (r"funds|funded|finances?|financed|awarded|granted", "active", "grants", "", ("organisation",), TOWNS),
    (r"supports?(?=[^.]*\b(?:funding|grants?|million|USD|EUR)\b)", "active", "grants", "", ("organisation",), TOWNS),
    (r"pledged|pledges?|committed|commits?", "active", "pledges", "", TOWNS, _TEXT),
    (r"(?:partner(?:ed|s)?|cooperat\w+|collaborat\w+|work(?:s|ed|ing)?|jointly|in partnership|together) with", "active",
     "partnerships", "partner", ACTORS, ("organisation", "network")),
    (r"contribut\w+ to|address\w*|in line with", "active", "relations", "addresses", ACTORS, ("objective",)),
]  # fmt: skip
CUES = [
    Cue(re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.I), form, table, role, actors, objects)
    for words, form, table, role, actors, objects in _CUES
]
NEGATED = re.compile(
    r"\b(?:not|never|no longer|nor|neither|without|yet to|refus\w+|declin\w+|fail\w* to|withdr[ae]w\w*|left)\b"
    r"|n['’]t\b",
    re.I,
)
HYPOTHETICAL = re.compile(
    r"\b(?:may|might|could|would|should|will|shall|can|if|whether|plan(?:s|ned|ning)? to|inten\w+ to"
    r"|hop(?:es?|ed|ing) to"
    r"|consider\w*|invit\w+|call(?:s|ed|ing)? (?:on|for)|want(?:s|ed)? to|expect\w* to|aim(?:s|ed|ing)? to|seek\w* to"
    r"|propos\w+|encourag\w+|ask(?:s|ed)? to|likely to|about to|ready to|preparing to|in order to|are to|is to)\b",
    re.I,
)
