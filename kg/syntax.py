"""The text of a query: what it asks for, how it is put into a total order, and where it does not parse."""

from __future__ import annotations

import math
import re


def caret(text: str, error: SyntaxError) -> str:
    """A parser's complaint as one line, the line of the query, and a caret below the spot."""
    if update(code(text)):
        return "this would change the graph, and a query changes nothing; a fact is a row of the tables in data/"
    if not code(text).strip():
        return "the query is empty; 'kg query --list' shows the named ones"
    found = _PLACE.match(str(error.msg))
    if not found:
        return f"the query does not parse: {' '.join(str(error.msg).split())}"
    line, column = int(found[1]), int(found[2])
    expected = _expected(found[3])
    lines = text.split("\n")  # as the parser counts them
    shown = lines[min(line, len(lines)) - 1].rstrip("\r")
    below = "".join(each if each == "\t" else " " for each in shown[: column - 1].ljust(column - 1))
    return f"the query does not parse at line {line}, column {column}: {expected}\n  {shown}\n  {below}^"


_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def offset(text: str, error: SyntaxError) -> int:
    """How many signs of a text stand before the spot of a parser's complaint; -1 where it names none."""
    found = _PLACE.match(str(error.msg))
    if not found:
        return -1
    return sum(len(line) + 1 for line in text.split("\n")[: int(found[1]) - 1]) + int(found[2]) - 1


def update(plain: str) -> bool:
    """Whether a text, without its comments and strings, is an update and no query.

    >>> update("prefix a: insert data {}"), update("SELECT * { ?insert ?data 1 }")
    (True, False)
    """
    return bool(_UPDATE.match(plain))


_UPDATE = re.compile(r"(\s|PREFIX\s+\S*:|BASE\b)*(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b", re.I)
_SAID = {
    "Prefix not found": "its prefix is not declared",
    "IRI parsing failed": "this is no IRI",
    "contains a variable that is unbound": "a variable is selected that is neither grouped by nor in an aggregate",
    "overrides an existing variable": "AS gives a name that a variable has already",
    "Duplicated variable name": "AS gives a name that a variable has already",
    "not authorized with GROUP BY": "SELECT * does not go with GROUP BY",
}


def _expected(complaint: str) -> str:
    """What the parser would have taken instead, in words; it lists signs, keywords and classes of characters."""
    for sign, words in _SAID.items():
        if sign in complaint:
            return words
    listed = complaint.partition("expected")[2].removeprefix(" one of")
    found = re.findall(r"\"(?:\\.|[^\"\\])*\"|\['0' ?\.\.= ?'9'\]|\[[^\]]*\]?|[A-Za-z]\w*", listed)
    named = ["a digit" if each.startswith("['0'") else each for each in found if each[0] != "[" or each[1:4] == "'0'"]
    return f"expected {', '.join(dict.fromkeys(named))}" if named else "the query should end here or go on otherwise"


def ordered(text: str, names: list[str]) -> tuple[str, int, float]:
    """A SELECT query in a total order, without its own OFFSET and LIMIT, and these two.

    Without a total order some rows would come on two pages and some on none. The order stands in a subquery, for
    Virtuoso sorts no more than 10,000 rows for a LIMIT.
    """
    plain = code(text)
    end = re.search(r"(\b(LIMIT|OFFSET)\s+\d+\s*)*$", plain, re.IGNORECASE)
    at = end.start() if end else len(text)
    said = dict(re.findall(r"(LIMIT|OFFSET)\s+(\d+)", plain[at:].upper()))
    order = "" if re.search(r"\bORDER\s+BY\b[^{}]*$", plain[:at], re.IGNORECASE) else "ORDER BY"
    select = _FORM.search(plain)
    begin, wanted = select.start() if select else 0, " ".join(f"?{name}" for name in names)
    whole = f"{text[:begin]}SELECT {wanted} WHERE {{ {{ {text[begin:at]}\n{order} {wanted} }} }}"
    return whole, int(said.get("OFFSET", 0)), float(said.get("LIMIT", math.inf))


def values_inside(text: str) -> str:
    """A query whose last VALUES, if it has any, stand inside its pattern: in a subquery Virtuoso forgets them.

    >>> values_inside("SELECT * { ?s ?p ?o } VALUES ?s { 1 }").split()
    ['SELECT', '*', '{', '?s', '?p', '?o', 'VALUES', '?s', '{', '1', '}', '}']
    """
    plain = code(text)
    values = re.search(r"\bVALUES\b[^{}]*\{[^{}]*\}\s*$", plain, re.IGNORECASE)
    if not values:
        return text
    at, end = plain.rindex("}", 0, values.start()), values.start()
    return f"{text[:at]}\n{text[end:]}\n{text[at:end]}"


def code(text: str) -> str:
    """A query with blanks for its comments, strings and IRIs, each sign where it was.

    >>> code("ASK { ?x <a> 'b' } # all").rstrip()
    'ASK { ?x         }'
    """
    hidden = (
        r"\"\"\"(?:\\.|[^\\])*?\"\"\"|'''(?:\\.|[^\\])*?'''|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'"
        r"|<[^<>\"{}|^`\\\s]*>|#[^\n]*"
    )
    return re.sub(hidden, lambda hit: " " * len(hit[0]), text, flags=re.DOTALL)


def form(text: str) -> str:
    """What a query asks for, as SELECT, or nothing where it is no query.

    >>> form("PREFIX ask: <http://ask> construct where { ?s ?p ?o }")
    'CONSTRUCT'
    """
    found = _FORM.search(code(text))
    return found[0].upper() if found else ""


_FORM = re.compile(r"(?<![\w?$:.-])(SELECT|ASK|CONSTRUCT|DESCRIBE)(?![\w:.-])", re.IGNORECASE)
