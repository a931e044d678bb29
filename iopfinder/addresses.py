"""Every address of the site, below its own root: what links to a page asks for it here."""

from typing import Final

from iopfinder.language import TRANSLATED

__all__ = [
    "ALL_PROGRAMS",
    "CHECKLIST",
    "COMPARE",
    "DOWNLOADS",
    "EDITOR",
    "FIELDS",
    "FIXED",
    "FOR_CLINICS",
    "GLOSSARY",
    "GUIDES",
    "HOME",
    "NOT_FOUND",
    "PROGRAMS",
    "QUESTIONS",
    "STATES_INDEX",
    "TERMS",
    "TERMS_INDEX",
    "TRANSLATED_PAGES",
    "city_url",
    "facet_url",
    "feed_url",
    "file_of",
    "paged",
    "program_url",
    "record_url",
    "state_url",
    "term_url",
    "translated_url",
]

HOME: Final = "/"
PROGRAMS: Final = "/programs/"
STATES_INDEX: Final = "/programs/in/"
ALL_PROGRAMS: Final = "/programs/in/all/"
TERMS_INDEX: Final = "/programs/for/"
GUIDES: Final = "/guides/"
QUESTIONS: Final = "/guides/questions/"
GLOSSARY: Final = "/glossary/"
CHECKLIST: Final = "/checklist/"
COMPARE: Final = "/compare/"
FOR_CLINICS: Final = "/for-clinics/"
EDITOR: Final = "/for-clinics/listing-editor/"
FIELDS: Final = "/for-clinics/fields/"
TERMS: Final = "/for-clinics/terms/"
DOWNLOADS: Final = "/data/"
NOT_FOUND: Final = "/404.html"

TRANSLATED_PAGES: Final = frozenset([HOME, PROGRAMS, COMPARE, CHECKLIST])
"""Pages that there are in every language: what a family touches first."""

FIXED: Final = frozenset(
    [
        *(HOME, PROGRAMS, STATES_INDEX, ALL_PROGRAMS, TERMS_INDEX, COMPARE, CHECKLIST),
        *(GUIDES, QUESTIONS, GLOSSARY, FIELDS, TERMS, EDITOR, DOWNLOADS),
        *(f"/{code}{url}" for code in TRANSLATED for url in TRANSLATED_PAGES),
    ]
)
"""Pages that every site has, whatever its content."""


def translated_url(url: str, code: str) -> str:
    """The address of a page in another language: /es/programs/"""
    return f"/{code}{url}"


def program_url(slug: str) -> str:
    """/programs/oak-evening-iop/"""
    return f"{PROGRAMS}{slug}/"


def state_url(state: str) -> str:
    """/programs/in/or/"""
    return f"{STATES_INDEX}{state.lower()}/"


def feed_url(state: str) -> str:
    """/programs/in/or/feed.xml"""
    return f"{state_url(state)}feed.xml"


def city_url(state: str, city: str) -> str:
    """/programs/in/or/portland/; `city` is its slug."""
    return f"{state_url(state)}{city}/"


def facet_url(facet: str) -> str:
    """/programs/for/condition/"""
    return f"{TERMS_INDEX}{facet}/"


def term_url(facet: str, term: str) -> str:
    """/programs/for/condition/ptsd/; a license such as LCSW stands in small letters."""
    return f"{facet_url(facet)}{term.lower()}/"


def paged(url: str, number: int) -> str:
    """The address of page `number` of a list; the first has the list's own."""
    return url if number == 1 else f"{url}page-{number}/"


def record_url(slug: str) -> str:
    """/data/programs/oak-evening-iop.json"""
    return f"{DOWNLOADS}programs/{slug}.json"


def file_of(url: str) -> str:
    """The file that a host shows at `url`: programs/oak/index.html."""
    path = url.removeprefix("/")
    return f"{path}index.html" if path.endswith("/") or not path else path
