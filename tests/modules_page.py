"""The browser's pure modules on a page that holds no more than a module's own text."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

ASSETS = Path(__file__).parents[1] / "assets"

BATCH = 500

Value = TypeVar("Value")

Script = Callable[..., Any]
"""`finder("(m, text) => m.search.wordsOf(text)", "Día")`: what a script makes of the modules."""

MODULES = (
    *("address", "comparison", "distance", "saved", "says", "times"),
    *("vocabulary", "needs", "facets", "scope", "results", "search", "presets"),
)


@contextmanager
def modules(browser: Browser, served: Callable[[Path], str]) -> Iterator[Script]:
    """Runs scripts over the modules.

    The page stands under the headers of production and complains of nothing until the end.
    Arguments are frozen through and through: a function that changed them would throw.
    """
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    page.goto(f"{served(ASSETS)}/js/times.js")

    def run(script: str, *arguments: object) -> object:
        made: object = page.evaluate(
            """async ([names, given]) => {
              const loaded = await Promise.all(names.map((name) => import(`/js/${name}.js`)));
              const m = Object.fromEntries(names.map((name, index) => [name, loaded[index]]));
              const frozen = (value) => {
                if (value instanceof Object) Object.values(value).forEach(frozen);
                return Object.freeze(value);
              };
              return (SCRIPT)(m, ...frozen(given));
            }""".replace("SCRIPT", script),
            [MODULES, arguments],
        )
        return made

    yield run
    context.close()
    assert complaints == []


def examples(strategy: st.SearchStrategy[Value], count: int = BATCH) -> list[Value]:
    """Values to try all in one call of the browser, where one call each would take minutes.

    The same in every run: a batch that fails can then be tried again.
    """
    drawn: list[Value] = []

    @settings(
        max_examples=count,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def draw(value: Value) -> None:
        drawn.append(value)

    draw()
    return drawn
