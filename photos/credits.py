"""How a caption and a credit are printed, and how a credit that somebody else printed is taken apart."""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _


class Credit(NamedTuple):
    photographer: str = ""
    agency: str = ""
    distributor: str = ""


def credit_line(photographer: str, agency: str = "", distributor: str = "") -> str:
    """
    "Saul Loeb/AFP via Getty Images", as agencies ask for it; "" when nobody is named.

    A distributor alone is credited like an agency: "Getty Images".
    """
    made_by = "/".join(name for name in (photographer.strip(), agency.strip()) if name)
    distributor = distributor.strip()
    if made_by and distributor:
        return _("%(credit)s via %(distributor)s") % {"credit": made_by, "distributor": distributor}
    return made_by or distributor


def caption_line(caption: str, photographer: str, agency: str = "", distributor: str = "") -> str:
    """ "Caption. (Saul Loeb/AFP via Getty Images)": the caption as it was typed, then the credit in brackets."""
    credit = credit_line(photographer, agency, distributor)
    return " ".join(part for part in (caption.strip(), f"({credit})" if credit else "") if part)


# Who stands before the slash in some agencies' own style: "REUTERS/Gleb Garanich", "AP Photo/Efrem Lukatsky".
AGENCIES = frozenset(
    "afp|anp|ap|ap photo|apa|associated press|belga|dpa|efe|epa|epa-efe|getty images|interfax|keystone|pa|pap|reuters|"
    "tt|ukrinform|unian|unn|xinhua|апа|интерфакс|інтерфакс|укрінформ|унн|уніан".split("|")
)
_BEFORE = re.compile(
    r"^\W*(?:(?:photo|photograph|picture|image|credit|foto|фото|світлина|знімок)s?\s*(?:by\s+|[:–-]\s*|від\s+)|(?:©|\(c\))\s*)+",
    re.IGNORECASE,
)
_VIA = re.compile(r"(?:^|\s+)(?:via|через)(?:\s+|$)", re.IGNORECASE)
_SLASH = re.compile(r"\s*/\s*")


def parse(line: str, photographer: str = "") -> Credit:
    """
    The parts of "Saul Loeb/AFP via Getty Images", whatever stands around them: "(Photo by … )", "Фото: …", "© …".

    `photographer` is who is named elsewhere, and need not be in the line again. A single name is the photographer's
    where none is named elsewhere and it is no agency that we know, else an agency's.
    """
    line = _BEFORE.sub("", line.strip()).strip(" .;,")
    if line.endswith(")") and "(" not in line:
        line = line[:-1]
    made_by, *sellers = _VIA.split(line)
    parts = [part for part in _SLASH.split(made_by.strip()) if part]
    photographer = photographer.strip()
    named = [part for part in parts if _is_same(part, photographer)] if photographer else []
    if named:
        parts.remove(named[0])
        photographer = named[0] if photographer.isupper() else photographer
    elif not photographer:
        photographer = _take_photographer(parts)
    distributor = " via ".join(seller.strip() for seller in sellers if seller.strip())
    # "AFP/Getty Images", as Getty once wrote it: two agencies, the second of which sells.
    if len(parts) > 1 and not distributor:
        distributor = parts.pop()
    return Credit(photographer, "/".join(parts), distributor)


def _take_photographer(parts: list[str]) -> str:
    """The person among the names, who is taken out of them."""
    people = [part for part in parts if part.casefold() not in AGENCIES]
    if not people or (len(parts) == 1 and parts[0].isupper() and " " not in parts[0]):
        return ""
    parts.remove(people[0])
    return people[0]


def _is_same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
