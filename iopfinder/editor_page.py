"""A plan in, the page of the listing editor out: where its table stands, and what helps without it.

The editor itself runs in the browser and sends nothing. Who has no script gets the questions as
the text of an email.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from iopfinder.addresses import FOR_CLINICS
from iopfinder.asking import CORE, Asked, asked
from iopfinder.editor_table import table_file
from iopfinder.facts import Spec, outline
from iopfinder.frame import Crumb, Head
from iopfinder.plan import Page, Plan
from iopfinder.program import Program

__all__ = ["EditorView", "editor_page"]

FIRST: Final = (
    "Name of the program:",
    "Street, city, state and ZIP code, or the states served online:",
    "Phone for families:",
    "Web page:",
)
"""What there is no listing without."""


@dataclass(frozen=True, slots=True)
class EditorView:
    """`table` is the address of the table of fields; `propose` that of the repository's branch.

    `questions` are the twelve facts, and `write` an email that asks for them.
    """

    table: str
    email: str
    propose: str
    questions: tuple[Asked, ...]
    write: str


def editor_page(page: Page, plan: Plan) -> tuple[Head, EditorView]:
    """/for-clinics/listing-editor/"""
    _ = plan.language.gettext
    settings = plan.directory.settings
    specs = {spec.name: spec for spec in outline(Program)}
    core = [specs[name] for name in CORE]
    body = "\r\n".join(_lines(core))
    view = EditorView(
        f"/{table_file(plan.directory).path}",
        settings.editors_email,
        _branch(settings.repository or "", settings.branch),
        tuple(asked(spec) for spec in core),
        f"mailto:{settings.editors_email}?subject={quote('Our listing')}&body={quote(body)}",
    )
    title = _("Listing editor")
    lead = _("Write your program's listing, or correct it, in about fifteen minutes. No account.")
    crumbs = (Crumb(_("For clinics"), FOR_CLINICS), Crumb(title))
    return Head(title, lead, page.url, crumbs, section=FOR_CLINICS), view


def _branch(repository: str, branch: str) -> str:
    """Where GitHub makes and edits files: "" for a repository that stands elsewhere."""
    if urlsplit(repository).hostname != "github.com":
        return ""
    return f"{repository.removesuffix('/').removesuffix('.git')} {branch}"


def _lines(core: list[Spec]) -> Iterator[str]:
    yield "Please list our program. Skip what you do not know."
    yield ""
    yield from FIRST
    for number, spec in enumerate(core, 1):
        said = asked(spec)
        yield ""
        yield f"{number}. {said.question}"
    yield ""
    yield "My name and my work there:"
    yield "A phone number at which you can check this with us:"
