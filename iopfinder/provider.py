"""An organisation with several programs: its shared facts, written once and inherited by each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, TypeVar

from iopfinder import forms
from iopfinder.facts import Fact, Section
from iopfinder.forms import Answers, Phone
from iopfinder.program import NETWORK, OWNERSHIP, Accreditation, Cost, Program, Staff

__all__ = ["Inherited", "Provider", "with_provider"]

T = TypeVar("T", bound=Section)


class Provider(Section):
    """Facts that hold for all programs of an organisation; a listing may override each."""

    name: Annotated[str, forms.text(120), Fact("Name")]
    parent: Annotated[str | None, forms.text(120), Fact("Parent company")] = None
    ownership: Annotated[str | None, forms.choice(OWNERSHIP), Fact("Kind of owner")] = None
    website: Annotated[str | None, forms.link(), Fact("Website")] = None
    npi: Annotated[str | None, forms.npi(), Fact("NPI")] = None
    accreditation: Annotated[
        tuple[Annotated[Accreditation, forms.Shorthand("body")], ...] | None,
        Fact("Reviewed by outside groups"),
    ] = None
    insurance: Annotated[
        Answers | None, forms.answers("payers", NETWORK, middle="accepted"), Fact("Insurance")
    ] = None
    intake_phone: Annotated[Phone | None, forms.phone(), Fact("Intake phone")] = None


@dataclass(frozen=True, slots=True)
class Inherited:
    """A program with its provider's facts filled in, and which fields (or terms) those are."""

    program: Program
    fields: frozenset[str]


def with_provider(program: Program, provider: Provider) -> Inherited:
    """The program as families see it: its own facts first, the provider's where it states none."""
    shared = {
        "ownership": (program.ownership, provider.ownership),
        "parent": (program.parent, provider.parent),
    }
    contact = {
        "phone": (program.contact.phone, provider.intake_phone),
        "website": (program.contact.website, provider.website),
    }
    own_staff, own_cost = program.staff or Staff(), program.cost or Cost()
    staff = {
        "accreditation": (own_staff.accreditation, provider.accreditation),
        "npi": (own_staff.npi, provider.npi),
    }
    insurance = _joined(own_cost.insurance, provider.insurance)
    update = dict(_filled(shared))
    update["contact"] = _with(program.contact, contact)
    if dict(_filled(staff)):
        update["staff"] = _with(own_staff, staff)
    if insurance != own_cost.insurance:
        update["cost"] = own_cost.model_copy(update={"insurance": insurance})
    fields = {name for name, _ in _filled(shared)}
    fields |= {f"contact.{name}" for name, _ in _filled(contact)}
    fields |= {f"staff.{name}" for name, _ in _filled(staff)}
    fields |= set(_inherited_payers(own_cost.insurance, insurance))
    return Inherited(program.model_copy(update=update), frozenset(fields))


def _filled(pairs: Mapping[str, tuple[object, object]]) -> Iterator[tuple[str, object]]:
    for name, (own, theirs) in pairs.items():
        if own is None and theirs is not None:
            yield name, theirs


def _with(section: T, pairs: Mapping[str, tuple[object, object]]) -> T:
    return section.model_copy(update=dict(_filled(pairs)))


def _joined(own: Answers | None, shared: Answers | None) -> Answers | None:
    """Term by term, the listing's word first; a listing that closes its list takes nothing over."""
    return own.over(shared) if own else shared


def _inherited_payers(own: Answers | None, joined: Answers | None) -> Iterator[str]:
    stated = own.given.keys() if own else frozenset()
    if joined:
        yield from (f"cost.insurance.{term}" for term in joined.given.keys() - stated)
