"""A facility of the federal directory in, the plain value of its listing out.

Facts come by code: most through the vocabulary's `codes` and `codes_no`, a few through the tables
here. Codes speak of the facility, so the listing's scope is the facility. What two codes say both
yes and no to is left out: not stated. Code meanings: code book of the SAMHSA National Directory
2022; which answers exclude each other: N-SSATS questionnaire, the survey behind the directory.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from iopfinder.importers.facilities import CodeBook, Facility
from iopfinder.positioned_yaml import Plain
from iopfinder.vocabulary import Codes, Term, Vocabulary

__all__ = [
    "DROPPED",
    "INTENSIVE_OUTPATIENT",
    "listing_name",
    "listing_value",
    "merged",
    "telling_codes",
]

INTENSIVE_OUTPATIENT: Final = "OIT"

ONLY: Final = frozenset(["AUDO", "OUDO"])
"""The facility takes only people with alcohol use, only people with opioid use."""

DUI_ONLY: Final = "DUO"

PRESCRIBED_ELSEWHERE: Final[Mapping[str, tuple[str, ...]]] = {
    "MOA": ("buprenorphine", "methadone", "naltrexone"),
    "ACMA": ("naltrexone", "acamprosate", "disulfiram"),
}
"""Takes people who get medicine for opioid (MOA) or alcohol (ACMA) use from somebody else."""

MEDICINE_REFUSED: Final[Mapping[str, tuple[str, ...]]] = {
    "NMOA": ("buprenorphine", "methadone", "naltrexone"),
    "NMAUT": ("acamprosate", "disulfiram"),
}
"""Neither uses medicine for opioid (NMOA) or alcohol (NMAUT) use nor takes people who use it.

The survey offers MOA and ACMA as answers of their own, so these two are a no. NMAUT says nothing
of naltrexone, which the facility may use for opioids.
"""

OWNERS: Final[Mapping[str, str]] = {
    "PVTN": "nonprofit",
    "PVTP": "for-profit",
    "LCCG": "government",
    "STG": "government",
    "FED": "government",
    "DDF": "government",
    "IH": "government",
    "TBG": "tribal",
    "VAMC": "va",
}

AGES: Final[Mapping[str, tuple[int, int | None]]] = {
    "YAD": (18, 25),
    "ADLT": (26, 64),
    "SNR": (65, None),
}
"""Ages accepted, in years, as the code book describes them."""

TAILORED_AGES: Final[Mapping[str, str]] = {"TAY": "YAD", "SE": "SNR"}
"""Codes of an own program for an age band, and the code that should then stand beside them."""

UNCLEAR_AGES: Final = frozenset(["CHLD", "AD", "SED"])
"""CHLD is labelled children and adolescents and described as 12 or younger; AD and SED name a
program for young people and no years."""

GENDERS: Final[Mapping[frozenset[str], str]] = {
    frozenset(["FEM", "MALE"]): "all",
    frozenset(["FEM"]): "women",
    frozenset(["MALE"]): "men",
}

SMOKING: Final = frozenset(["SMON", "SMOP", "SMPD"])
CRISIS: Final = frozenset(["WI", "PEON", "PEOFF", "CIT"])

ONE_TEAM: Final = "IDD"
"""Combined treatment from the same clinician or team, in the code book's words."""

FOCUS_SAYS: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    "sa": ("substance-use", frozenset(["SUMH", "CO", "MHS"])),
    "mh": ("mental-health", frozenset(["SA", "SUMH", "CO", "IDD"])),
}
"""The focus of each directory, and the codes that speak of the other one too."""

WEAKER: Final[Mapping[str, Mapping[str, str]]] = {"mh": {"DBT": "dbt-skills"}}
"""Codes that do not say all that their term says: DBT may be the whole or its skills group."""

PUBLIC_PAYERS: Final = frozenset(["free", "state-funded", "county-funded", "ihs"])
OWN_FIELD_PAYERS: Final = frozenset(["sliding-fee", "payment-assistance"])

DROPPED: Final[Mapping[str, str]] = {
    "true of nearly every facility": (
        "OP OMB MH SACA BIA ACC DP OFD ISC OPC AOSS PIEC CSAA CMHA MHPA SMHD SSA STU"
    ),
    "a kind of facility for which no term of the vocabulary has the code": (
        "GH PSYH PSY IPSY SHP CMHC MHC OMH MSMH ORES RTCA RTCC PH VAHC HH BC"
    ),
    "a license without the state office's name or number": "STAG STMH STDH HLA DEA",
    "who prescribes elsewhere, and on what terms": "INPE RPE PC AUINPE AURPE AUPC",
    "a way of using a medicine that the listing names already": (
        "DB BMW DM MMW UN RPN PAIN METH BSDM BWN BWON BERI NXN VTRL"
    ),
    "medicine for withdrawal, or a part of withdrawal care": (
        "ULC LFXD CLND ADTX BDTX CDTX MDTX ODTX MDET"
    ),
    "general medicine": (
        "MHIV MHCV MPEP HIVT STDT TBS MST HBT HCT LABT AIM HAV HBV EIH IPC CDM DEC ACU"
    ),
    "psychiatric medicine, one by one": (
        "CHLOR DROPE FLUPH HALOP LOXAP PERPH PIMOZ PROCH THIOT THIOR TRIFL ARIPI ASENA BREXP CARIP "
        "CLOZA ILOPE LURAS OLANZ OLANZF PALIP QUETI RISPE ZIPRA ANTPYCH NSC"
    ),
    "a treatment or class for which the vocabulary has no term": (
        "CRT ECT KIT TMS HAEC TAEC HEOH ACT AOT COOT IMR LAD PRS TPC DVFP MHS SPS TBI ALZ"
    ),
    "drug tests are offered, but not when or to whom": "BABA DAOF DAUT",
    "public money without a group of people that it pays for": "CSBG FG PCF SWFS",
    "a language that is not named": "NX FX",
    "vaping": "VAPN VAPP VPPD",
}
"""Codes that a listing has no use for, by reason; no code is dropped without one."""


def telling_codes(directory: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Every code that says something in a listing."""
    own = {INTENSIVE_OUTPATIENT, DUI_ONLY, ONE_TEAM, *ONLY, *PRESCRIBED_ELSEWHERE}
    own |= {*MEDICINE_REFUSED, *OWNERS, *AGES, *TAILORED_AGES, *UNCLEAR_AGES, "FEM", "MALE"}
    own |= SMOKING | CRISIS
    for terms in vocabulary.lists.values():
        for term in terms.values():
            own |= {*_listed(term.codes, directory), *_listed(term.codes_no, directory)}
    return frozenset(own)


def merged(facilities: Collection[Facility], vocabulary: Vocabulary) -> Facility:
    """Rows of one place as one, whatever their order.

    What any row says yes to, the place says yes to; a no or an "only" holds when all rows have
    it. Other texts are those of the first row in alphabetical order; suites that differ are left
    out.
    """
    first = min(facilities, key=lambda one: (one.name1, one.name2, one.phone, one.street2, one.row))
    refusals = _refusals(first.directory, vocabulary)
    in_any = frozenset().union(*(one.codes for one in facilities))
    in_all = in_any.intersection(*(one.codes for one in facilities))
    suites = {one.street2 for one in facilities}
    return replace(
        first,
        codes=(in_any - refusals) | (in_all & refusals),
        street2=first.street2 if len(suites) == 1 else "",
    )


def _refusals(directory: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Codes that say no, and codes that close a list."""
    terms = vocabulary.terms("conditions").values()
    no = {code for term in terms for code in _listed(term.codes_no, directory)}
    return frozenset([*no, *MEDICINE_REFUSED, *ONLY, DUI_ONLY])


def listing_name(facility: Facility) -> str:
    """Both name fields, or the longer where it holds the other; cut names are not guessed at."""
    one, two = facility.name1, facility.name2
    if not two or _bare(two) in _bare(one):
        return one
    return two if _bare(one) in _bare(two) else f"{one}, {two}"


def _bare(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def listing_value(
    facility: Facility, phone: str, vocabulary: Vocabulary, book: CodeBook
) -> dict[str, Plain]:
    """The listing without its `imported` mark; fields of which nothing is known are left out."""
    speaks = _Speech(facility.codes, facility.directory, vocabulary, book)
    value: dict[str, Plain] = {
        "format": "1",
        "name": listing_name(facility),
        "focus": speaks.focus(),
        "ownership": speaks.ownership(),
        "facility_kind": speaks.list_of("facility-kinds"),
        "other_levels": speaks.other_levels(),
        "listed_by": "public-record",
        "scope": "facility",
        "location": {
            "street": facility.street1,
            "suite": facility.street2,
            "city": facility.city,
            "state": facility.state,
            "zip": facility.zip,
        },
        "contact": {
            "phone": phone,
            "website": facility.website if facility.website.startswith("https://") else "",
        },
        "structure": {"smoking": speaks.smoking()},
        "therapies": speaks.list_of("therapies"),
        "specialties": {
            "conditions": speaks.conditions(),
            "co_occurring": "one-team" if ONE_TEAM in facility.codes else "",
            "ages": speaks.ages(),
            "groups": speaks.degrees("groups", "welcome"),
            "genders": GENDERS.get(facility.codes & {"FEM", "MALE"}, ""),
            "medications": speaks.medications(),
        },
        "admission": speaks.admission(),
        "staff": {"accreditation": speaks.list_of("accreditation")},
        "schedule": {"formats": speaks.formats()},
        "languages": {"staff": speaks.list_of("languages")},
        "access": dict.fromkeys(speaks.yes("access"), "yes"),
        "cost": speaks.cost(),
        "aftercare": {"services": speaks.list_of("aftercare")},
    }
    return _without_empty(value)


def _without_empty(value: Mapping[str, Plain]) -> dict[str, Plain]:
    kept = {
        key: _without_empty(inner) if isinstance(inner, dict) else inner
        for key, inner in value.items()
    }
    return {key: inner for key, inner in kept.items() if inner}


@dataclass(frozen=True, slots=True)
class _Speech:
    """What one facility's codes say, field by field; "" or nothing where they say nothing."""

    codes: frozenset[str]
    directory: str
    vocabulary: Vocabulary
    book: CodeBook

    def yes(self, name: str) -> dict[str, frozenset[str]]:
        """Each term of a list that is said yes to, with the codes that say so."""
        said = {
            id_: self.codes.intersection(_listed(term.codes, self.directory))
            for id_, term in self.vocabulary.terms(name).items()
        }
        weaker = WEAKER.get(self.directory, {})
        for code, term in weaker.items():
            if code in self.codes and term in said:
                said = {id_: codes - {code} for id_, codes in said.items()}
                said[term] |= {code}
        return {id_: codes for id_, codes in said.items() if codes}

    def list_of(self, name: str) -> list[Plain]:
        """The terms of a list that are said yes to, as a listing writes them."""
        return [*self.yes(name)]

    def degrees(self, name: str, middle: str) -> dict[str, Plain]:
        """`track` where a code tells of an own program or group, else the field's middle word."""
        own = self.book.of_category(self.directory, "SG", "EXCL")
        return {id_: "track" if codes & own else middle for id_, codes in self.yes(name).items()}

    def conditions(self) -> dict[str, Plain]:
        """Conditions treated, and stated no; closed where the facility takes one alone."""
        terms = self.vocabulary.terms("conditions")
        yes = self.degrees("conditions", "treated")
        no = {
            id_
            for id_, term in terms.items()
            if self.codes.intersection(_listed(term.codes_no, self.directory))
        }
        words: dict[str, Plain] = {
            id_: "no" if id_ in no else yes[id_] for id_ in terms if (id_ in yes) != (id_ in no)
        }
        if self._takes_one_alone(terms, words):
            words["others"] = "no"
        return words

    def _takes_one_alone(self, terms: Mapping[str, Term], words: Mapping[str, Plain]) -> bool:
        """An "only" code is believed unless another code says that others are treated as well.

        Codes of groups (as for trauma) speak of people among those taken and contradict nothing.
        """
        only = {id_ for id_, codes in self.yes("conditions").items() if codes & ONLY}
        groups = self.book.of_category(self.directory, "SG")
        said = {id_ for id_, codes in self.yes("conditions").items() if codes - groups}
        allowed = only | {terms[id_].broader for id_ in only} | {"co-occurring"}
        return bool(only) and only <= words.keys() and said <= allowed

    def medications(self) -> dict[str, Plain]:
        """Prescribed here, welcome or refused; a refusal that another code denies is left out."""
        prescribed = self.yes("medications")
        continued = self._medicines(PRESCRIBED_ELSEWHERE)
        refused = self._medicines(MEDICINE_REFUSED)
        words: dict[str, Plain] = {}
        for id_ in self.vocabulary.terms("medications"):
            welcome = id_ in prescribed or id_ in continued
            if welcome != (id_ in refused):
                word = "prescribed-here" if id_ in prescribed else "continued"
                words[id_] = word if welcome else "not-accepted"
        return words

    def _medicines(self, table: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
        return frozenset(id_ for code in self.codes & table.keys() for id_ in table[code])

    def ages(self) -> str:
        """The years that the age codes make together, if they leave no gap and no doubt.

        A listing states one range. A code for children or teens names no clear years, and an own
        program for an age that is not among those accepted contradicts: then nothing is stated.
        """
        bands = sorted((AGES[code] for code in self.codes & AGES.keys()), key=lambda band: band[0])
        expected = {TAILORED_AGES[code] for code in self.codes & TAILORED_AGES.keys()}
        if not bands or self.codes & UNCLEAR_AGES or not expected <= self.codes:
            return ""
        if any(high is None or high + 1 != low for (_, high), (low, _) in pairwise(bands)):
            return ""
        low, high = bands[0][0], bands[-1][1]
        return f"{low}+" if high is None else f"{low}-{high}"

    def ownership(self) -> str:
        """The owner; a VA center is also federal, and two that differ are left out."""
        owners = {OWNERS[code] for code in self.codes & OWNERS.keys()}
        if "va" in owners:
            owners.discard("government")
        return owners.pop() if len(owners) == 1 else ""

    def smoking(self) -> str:
        """Only a ban is clear: a designated area need not be outside."""
        return "not-allowed" if self.codes & SMOKING == {"SMON"} else ""

    def other_levels(self) -> list[Plain]:
        levels = [id_ for id_ in self.yes("levels") if id_ != "iop"]
        return [*levels, *(["crisis"] if self.codes & CRISIS else [])]

    def focus(self) -> str:
        """The directory's own focus, unless a code speaks of the other one too.

        A facility that treats both need not do so in its IOP: then the focus is not stated.
        """
        focus, other = FOCUS_SAYS[self.directory]
        return "" if self.codes & other else focus

    def formats(self) -> list[Plain]:
        """A facility with telehealth has it beside its address; without, nothing is stated."""
        online = self.list_of("formats")
        return ["in-person", *online] if online else []

    def admission(self) -> dict[str, Plain]:
        """DUO is said in words: closing the list of groups would deny what these people are."""
        if DUI_ONLY not in self.codes:
            return {}
        note = "Takes only people with a case of drunk or drugged driving (DUI or DWI)."
        return {"not_taken": ["other"], "not_taken_note": note}

    def cost(self) -> dict[str, Plain]:
        """Who pays. "Free" beside a payer who is not public contradicts: it is left out."""
        payers = self.yes("payers")
        accepted = [id_ for id_ in payers if id_ not in OWN_FIELD_PAYERS]
        if not PUBLIC_PAYERS.issuperset(accepted):
            accepted = [id_ for id_ in accepted if id_ != "free"]
        return {
            "insurance": dict.fromkeys(accepted, "accepted"),
            "sliding_fee": "yes" if "sliding-fee" in payers else "",
            "assistance": "yes" if "payment-assistance" in payers else "",
        }


def _listed(codes: Codes, directory: str) -> tuple[str, ...]:
    return codes.sa if directory == "sa" else codes.mh
