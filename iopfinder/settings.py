"""The site's own settings, from content/site.yaml."""

from typing import Annotated

from iopfinder import forms
from iopfinder.facts import Fact, Section

__all__ = ["Settings"]


class SiteWords(Section):
    """The site's own words in another language."""

    tagline: Annotated[str, forms.text(120), Fact("What it is, in one line")]


class Settings(Section):
    """What a maintainer decides about the site."""

    title: Annotated[str, forms.text(60), Fact("The site's name")]
    tagline: Annotated[str, forms.text(120), Fact("What it is, in one line")]
    es: Annotated[SiteWords | None, Fact("Spanish")] = None
    base_url: Annotated[str, forms.link("https", "http"), Fact("Where the site stands")]
    editors_email: Annotated[str, forms.email(), Fact("Where mistakes are reported")]
    language: Annotated[str, forms.text(12), Fact("Language of the content")] = "en"
    demonstration: Annotated[bool, forms.yes_no(), Fact("May publish made-up examples")] = False
    unconfirmed_imports: Annotated[
        bool, forms.yes_no(), Fact("May publish imports older than 365 days")
    ] = False
    quick_exit: Annotated[str, forms.link(), Fact('Where "Leave this page" goes')]
    code_license: Annotated[str, forms.text(120), Fact("License of the code")]
    content_license: Annotated[str, forms.text(120), Fact("License of the texts and listings")]
    repository: Annotated[str | None, forms.link(), Fact("Where the content is kept")] = None
    branch: Annotated[str, forms.text(60), Fact("The branch that people propose changes to")] = (
        "main"
    )
