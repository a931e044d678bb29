"""A folder in; in it a whole small site's sources, which are read and built in a few hundredths.

Everything that the generator asks for is there, and little of it: a term or two in each list, three
articles, two languages. The templates print the whole view of their page, so that whatever a page
is given shows in its bytes.
"""

from pathlib import Path
from typing import Final

from iopfinder.build import Folders
from iopfinder.places import Places, Zip
from iopfinder.vocabulary import LISTS

__all__ = ["folders_in", "places", "write_tiny_site"]

SETTINGS: Final = """\
title: Tiny IOP Finder
tagline: Compare programs
base_url: https://tiny.example.org/
editors_email: editors@tiny.example.org
demonstration: yes
quick_exit: https://www.weather.gov/
code_license: MIT
content_license: CC BY 4.0
es: {tagline: Compare programas}
"""

_CHECKED: Final = """\
checked: 2026-11-01
    sources: [{title: A page, url: "https://example.org/"}]
"""

SAFETY: Final = f"""\
crisis:
  title: In danger now?
  lines: ["**[Call 911](tel:911)**."]
  treatment: {{title: Not in danger?, text: "Call [1-800-662-4357](tel:+18006624357)."}}
  es:
    title: ¿Peligro?
    lines: ["**[Llame al 911](tel:911)**."]
    treatment: {{title: ¿No hay peligro?, text: "Llame al [988](tel:988)."}}
  spanish: {{title: ¿Peligro?, lines: ["Llame al 911."]}}
  english: {{title: Danger?, lines: ["Call 911."]}}
  checked: 2026-11-01
  sources: [{{title: A page, url: "https://example.org/"}}]
lines:
  veterans:
    name: Veterans line
    text: "Call **[988](tel:988)**, then press 1."
    groups: [veterans]
    es: {{name: Veteranos, text: "Llame al 988 y oprima 1."}}
    {_CHECKED}
notices:
  withdrawal:
    title: Stopping can be a danger
    text: Do not stop all at once.
    lines: [veterans]
    es: {{title: Dejar de golpe es peligroso, text: No lo deje de golpe.}}
    {_CHECKED}
"""

CHECKLIST: Final = "".join(
    f"""\
- id: question-{number}
  part: {number}
  title: Question {number}
  question: What about {number}?
  why: It matters.
  look_for: [An answer.]
  es: {{title: Pregunta {number}, question: "¿Qué tal {number}?", why: Importa., look_for: [Algo.]}}
"""
    for number in range(1, 6)
)

QUESTIONS: Final = """\
opening: {en: "Hi.", es: "Hola."}
closing: {en: "What is next?", es: "¿Qué sigue?"}
questions:
  - id: hours
    part: "1"
    answers: [structure.hours_per_week]
    ask: How many hours is it?
    why: It fills your week.
    listen: A number.
    careful: No number.
    es: {ask: "¿Cuántas horas?", why: Llena la semana., listen: Un número., careful: Ninguno.}
"""

GLOSSARY: Final = """\
iop: {term: IOP, plain: "Treatment on several days a week.", see: [detox]}
detox: {term: Detox, plain: "Nurses keep you safe while a drug leaves your body."}
"""

WORDS: Final = """\
hurtful: {addict: person with addiction}
selling: [luxury]
guarantees: [cure*]
"""

TERMS: Final = {
    "conditions": """\
substance-use: {label: Alcohol or drug use, plain: Use that does harm.}
alcohol-use: {label: Alcohol, broader: substance-use, notice: withdrawal, es: [Alcohol]}
ptsd: {label: PTSD, plain: Fear that stays., es: [TEPT]}
""",
    "therapies": "cbt: {label: CBT, kind: therapy}\ngroup: {label: Group, kind: therapy}\n",
    "licenses": "LCSW: {label: Clinical social worker, level: independent, prescribes: no}\n",
    "ages": "teens: {label: Teens, years: 13-17}\nadults: {label: Adults, years: 18+}\n",
    "groups": "veterans: {label: Veterans}\n",
    "payers": "medicaid: {label: Medicaid}\nsliding-fee: {label: Sliding fee}\n",
    "formats": "in-person: {label: In person}\ntelehealth: {label: Online}\n",
    "languages": "en: {label: English}\nes: {label: Spanish}\n",
}

LISTINGS: Final = {
    "oak": """\
format: 1
name: Oak IOP
example: yes
provider: grove
location: {street: 1 Elm St, city: Portland, state: OR, zip: "97204"}
contact: {phone: 503-555-0142}
therapies: [cbt]
specialties: {conditions: {alcohol-use: track}, ages: 18+}
confirmed: {date: 2026-11-01, by: program, how: phone}
aliases: [old-oak]
description: |
  A *quiet* house.
""",
    "elm": """\
format: 1
name: Elm IOP
example: yes
provider: grove
location: {city: Portland, state: OR, zip: "97204"}
telehealth: {states: [OR, WA]}
contact: {phone: 503-555-0143}
cost: {insurance: {medicaid: in-network}}
""",
    "fir": """\
format: 1
name: Fir Online IOP
example: yes
scope: facility
telehealth: {states: [WA]}
contact: {phone: 206-555-0144}
therapies: [group]
""",
    "ash": """\
format: 1
name: Ash IOP
example: yes
status: merged
merged_into: oak
location: {city: Seattle, state: WA, zip: "98101"}
contact: {phone: 206-555-0145}
""",
}

PROVIDERS: Final = {
    "grove": "name: Grove Clinics\nownership: nonprofit\nwebsite: https://grove.org/\n"
}


def _article(title: str, text: str, **more: str) -> str:
    keys = {"title": title, "summary": "In short.", "order": "1", "updated": "2026-11-01", **more}
    front = "".join(f"{key}: {value}\n" for key, value in keys.items())
    return f"---\n{front}---\n\n{text}\n"


_SOURCES: Final = "[{title: A, publisher: B, url: 'https://example.org/', seen: 2026-11-01}]"

ARTICLES: Final = {
    "guides/start": _article(
        "Where to start",
        "An IOP is [near](program:oak). See [money](../about/money.md).\n\n"
        "![A tree](page:/pictures/tree.svg)",
        moment="deciding",
        sources=_SOURCES,
        answers="\n  - question: Is it near?\n    answer: Yes.",
    ),
    "guides/next": _article(
        "What comes next", "Then [start](start.md).", moment="after", sources=_SOURCES, draft="yes"
    ),
    "about/money": _article("Money", "No one pays."),
    "es/guides/start": _article(
        "Por dónde empezar", "Un programa.", moment="deciding", sources=_SOURCES
    ),
}

CATALOG: Final = """\
msgid ""
msgstr ""
"Language: es\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Programs"
msgstr "Programas"
"""

_PLAIN: Final = '{% extends "base.html" %}\n'

TEMPLATES: Final = {
    "base.html": """\
{% from "components/mark.html" import mark %}
<title>{{ head }} | {{ site.title }}</title>{{ mark(site) }} {{ language.code }} {{ today|day }}
{{ crisis() }}
{% block main %}{{ view }}{% endblock %}
{% for code, url in twins(page).items() %}{{ code }} {{ url|absolute }}{% endfor %}
<a href="{{ "/guides/start/"|href }}"{{ "/guides/start/"|hreflang }}>{{ _("Guides") }}</a>
""",
    "program.html": """\
{% extends "base.html" %}
{% block main %}{{ super() }}
{% for each in view.calls.open %}{{ question(each) }}{% endfor %}{% endblock %}
""",
    "list.html": """\
{% extends "base.html" %}
{% block main %}{{ super() }}
{% for group in view.groups %}{% for each in group.cards %}{{ card(each) }}{% endfor %}
{% endfor %}{% endblock %}
""",
    "sitemap.xml": "{% for each in view %}{{ each.url|absolute }} {{ each }}\n{% endfor %}",
    "feed.xml": "{{ view }}{% for each in view.entries %} {{ each.url|absolute }}{% endfor %}\n",
    "components/mark.html": "{% macro mark(site) %}{{ site.demonstration }}{% endmacro %}\n",
    "components/card.html": '{% include "components/name.html" %}{{ card }}\n',
    "components/name.html": "<b>{{ card.name }}</b>\n",
    "components/question.html": "{{ question }} {{ folded }}\n",
    "components/crisis.html": "{{ site.crisis }}\n",
    "components/spare.html": "No page shows this.\n",
    **dict.fromkeys(
        f"{name}.html"
        for name in (
            *("home", "finder", "index", "moved", "guides", "article", "glossary", "compare"),
            *("checklist", "fields", "questions", "terms", "downloads", "editor", "404"),
        )
    ),
}

ASSETS: Final = {
    "site.css": "body { color: black }\n",
    "js/page.js": "// Says nothing.\nexport const page = 1;\n",
    "root/favicon.txt": "tree\n",
}


def write_tiny_site(root: Path) -> None:
    """Everything below programs/, content/, templates/, assets/ and translations/."""
    vocabulary = {name: TERMS.get(name, f"some: {{label: Some {name}}}\n") for name in LISTS}
    singles = {
        "site": SETTINGS,
        "safety": SAFETY,
        "checklist": CHECKLIST,
        "questions": QUESTIONS,
        "glossary": GLOSSARY,
        "words": WORDS,
        "medicaid": "OR: Oregon Health Plan\n",
    }
    files = {
        **{f"programs/{name}.yaml": text for name, text in LISTINGS.items()},
        **{f"content/{name}.yaml": text for name, text in singles.items()},
        **{f"content/vocabulary/{name}.yaml": text for name, text in vocabulary.items()},
        **{f"content/providers/{name}.yaml": text for name, text in PROVIDERS.items()},
        **{f"content/{name}.md": text for name, text in ARTICLES.items()},
        **{f"templates/{name}": text or _PLAIN for name, text in TEMPLATES.items()},
        **{f"assets/{name}": text for name, text in ASSETS.items()},
        "content/pictures/tree.svg": "<svg/>\n",
        "translations/es.po": CATALOG,
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")


def folders_in(root: Path, output: Path) -> Folders:
    """Those that `write_tiny_site` made, and where the site goes."""
    names = ("programs", "content", "templates", "assets", "translations")
    return Folders(**{name: root / name for name in names}, output=output)


def places() -> Places:
    """Two cities with a ZIP code each."""
    zips = (
        Zip("97204", "Portland", "OR", "Multnomah County", "America/Los_Angeles", 45.5, -122.7),
        Zip("98101", "Seattle", "WA", "King County", "America/Los_Angeles", 47.6, -122.3),
    )
    keys = {(zip_.state, zip_.city.lower()): zip_ for zip_ in zips}
    return Places(
        {zip_.zip: zip_ for zip_ in zips},
        {key: (zip_.latitude, zip_.longitude) for key, zip_ in keys.items()},
        {key: zip_.city for key, zip_ in keys.items()},
    )
