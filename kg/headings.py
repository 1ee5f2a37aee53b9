"""The headings of a page about a thing, by the relation and the side of it that the thing stands on."""

from __future__ import annotations

INCOMING = {
    "memberOf": "Members", "affiliatedWith": "Linked with it", "endorses": "Signed or adopted by",
    "fundedBy": "Funds", "partnerIn": "Partners", "tookPartIn": "Took part", "holdsPostAt": "People",
    "pledgedUnder": "Pledges", "pledgedBy": "Pledges", "call": "Pledges", "implementedBy": "Practices",
    "addresses": "Addressed by", "targets": "Targeted by",
    "partOf": "Parts", "steeredBy": "Steers", "hostedBy": "Hosts", "adoptedAt": "Adopted there",
    "initiatedBy": "Initiated", "locatedIn": "Located here", "inspired": "Inspired by", "succeeds": "Succeeded by",
    "describedIn": "Describes", "author": "Wrote", "publisher": "Published", "organisedBy": "Organised",
    "about": "Subject of", "inCountry": "Places in it", "theme": "Practices on it", "inSphere": "Practices in it",
    "callsFor": "Called for by", "designatedAs": "So designated",
}  # fmt: skip
OUTGOING = {
    "memberOf": "Memberships", "affiliatedWith": "Links", "endorses": "Instruments signed or adopted",
    "fundedBy": "Funded by", "partnerIn": "Partner in", "tookPartIn": "Events", "holdsPostAt": "Posts",
    "pledgedUnder": "Pledges", "pledgedBy": "Pledged by", "call": "In answer to", "implementedBy": "Implemented by",
    "addresses": "Objectives", "targets": "For whom", "inSphere": "Sphere", "theme": "Themes", "partOf": "Part of",
    "steeredBy": "Steered by", "hostedBy": "Hosted by",
    "adoptedAt": "Adopted at", "initiatedBy": "Initiated by", "locatedIn": "Located in", "inCountry": "Country",
    "inspired": "Inspired", "succeeds": "Succeeds", "describedIn": "Described in", "author": "Authors",
    "publisher": "Publisher", "organisedBy": "Organised by", "about": "About", "callsFor": "Calls for",
    "designatedAs": "Called", "altLabel": "Other names", "founded": "Founded", "ended": "Ended", "adopted": "Adopted",
    "start": "Began", "end": "Ended", "published": "Published", "migrationSpecific": "Migration is its subject",
    "amount": "Amount", "currency": "Currency", "count": "How many",
}  # fmt: skip
LISTS = {
    "network": INCOMING["memberOf"], "instrument": INCOMING["endorses"], "fund": INCOMING["fundedBy"],
    "event": INCOMING["tookPartIn"], "group": INCOMING["partOf"],
}  # fmt: skip
FIRST = [
    "altLabel",
    "inCountry",
    "founded",
    "adopted",
    "published",
    "start",
    "end",
    "ended",
    "migrationSpecific",
    "designatedAs",
]
ORDER = [*dict.fromkeys([*FIRST, *OUTGOING, *INCOMING])]


def listed() -> list[tuple[str, str, str]]:
    """The headings of a page in their order: out or in, the relation, and what it is called there."""
    sides = (("out", OUTGOING), ("in", INCOMING))
    return [(side, name, words[name]) for name in ORDER for side, words in sides if name in words]
