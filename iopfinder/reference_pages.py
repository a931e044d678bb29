"""The models of a listing and its terms in, the reference pages for clinics out."""

from dataclasses import dataclass

from iopfinder.facts import Spec, outline
from iopfinder.frame import Crumb, Head
from iopfinder.plan import Page, Plan
from iopfinder.program import Program
from iopfinder.vocabulary import Term

__all__ = ["FieldView", "FieldsView", "TermsView", "fields_page", "terms_page"]


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field of a listing, for clinics."""

    name: str
    label: str
    explains: str
    written: str
    required: bool
    core: bool
    track: bool
    choices: tuple[tuple[str, str], ...]
    vocabulary: str


@dataclass(frozen=True, slots=True)
class FieldsView:
    """All fields, in groups of the listing's top-level keys."""

    groups: tuple[tuple[str, tuple[FieldView, ...]], ...]


@dataclass(frozen=True, slots=True)
class TermsView:
    """All terms that a listing may use, list by list."""

    lists: tuple[tuple[str, tuple[tuple[str, Term], ...]], ...]


def fields_page(page: Page, plan: Plan) -> tuple[Head, FieldsView]:
    """/for-clinics/fields/"""
    _ = plan.language.gettext
    groups: dict[str, list[FieldView]] = {}
    for spec in outline(Program):
        groups.setdefault(spec.field[0], []).append(_field_view(spec))
    view = FieldsView(tuple((name, tuple(found)) for name, found in groups.items()))
    lead = _("Every field of a listing: what it means, how to write it, what families see.")
    crumbs = (Crumb(_("For clinics"), "/for-clinics/"), Crumb(_("Fields")))
    return Head(_("Fields of a listing"), lead, page.url, crumbs, section="/for-clinics/"), view


def _field_view(spec: Spec) -> FieldView:
    form, fact = spec.form, spec.fact
    table = form.table if form and form.kind != "yes-no" else {}
    return FieldView(
        spec.name,
        fact.label,
        fact.explains,
        form.written if form else ("a list of sections" if spec.many else "a section"),
        spec.required,
        fact.core,
        fact.track,
        tuple((value, words) for value, words in table.items() if words != value),
        form.vocabulary if form else "",
    )


def terms_page(page: Page, plan: Plan) -> tuple[Head, TermsView]:
    """/for-clinics/terms/"""
    _ = plan.language.gettext
    lists = plan.directory.vocabulary.lists
    view = TermsView(tuple((name, tuple(terms.items())) for name, terms in lists.items()))
    lead = _("Every term that a listing may use, with the words that families read.")
    crumbs = (Crumb(_("For clinics"), "/for-clinics/"), Crumb(_("Terms")))
    return Head(_("Terms of a listing"), lead, page.url, crumbs, section="/for-clinics/"), view
