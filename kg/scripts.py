"""Letters that are not what they look like: other alphabets inside a word, and characters that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

ALIKE = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "COPTIC", "CHEROKEE")  # alphabets that share letter shapes
UNSEEN = ("Cf", "Cc", "Zl", "Zp")  # formatting, control, line and paragraph separators
JOINERS = "\u200c\u200d"  # Persian and the languages of India are written with them


def mixed(text: str) -> list[str]:
    """What is odd about the letters of a name, a sentence each; nothing for a name in one alphabet, whichever it is.

    In a word of two look-alike alphabets, the letters of the one with fewer letters are named. So are characters that
    are not seen: of no width, or turning the direction of writing. A text may hold words of several alphabets.

    >>> mixed("Αglantzia")
    ["'Αglantzia' mixes alphabets: Α is GREEK CAPITAL LETTER ALPHA"]
    >>> mixed("Bern\\u200b")
    ['an unseen character: U+200B ZERO WIDTH SPACE']
    >>> mixed("Αθήνα (Athens)"), mixed("القدس"), mixed("São Tomé")
    ([], [], [])
    """
    return [said for word in re.findall(r"[^\W\d_]+", text) if (said := _strange(word))] + _unseen(text)


def _strange(word: str) -> str:
    """The sentence on a word that has letters of several alphabets."""
    letters = [(alphabet(each), each) for each in word]
    counts = Counter(name for name, _ in letters if name)
    if len(counts) < 2:
        return ""
    main = max(counts, key=lambda name: (counts[name], name == "LATIN"))
    odd = dict.fromkeys(each for name, each in letters if name not in ("", main))
    return f"'{word}' mixes alphabets: " + ", ".join(f"{each} is {unicodedata.name(each)}" for each in odd)


def alphabet(letter: str) -> str:
    """Which of the look-alike alphabets a letter belongs to, as Unicode names it; empty for all else.

    >>> alphabet("a"), alphabet("Α"), alphabet("я"), alphabet("東")
    ('LATIN', 'GREEK', 'CYRILLIC', '')
    """
    first = unicodedata.name(letter, "").partition(" ")[0]
    return first if first in ALIKE else ""


def _unseen(text: str) -> list[str]:
    found = dict.fromkeys(each for each in text if unicodedata.category(each) in UNSEEN and each not in JOINERS)
    return [f"an unseen character: U+{ord(each):04X} {unicodedata.name(each, 'control')}" for each in found]
