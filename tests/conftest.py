"""What tests of several files share: the browser's start, the sites served, and their readers."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from browser_finder import ADVICE, find_browser, this_machine
from iopfinder.build import build
from iopfinder.reports import as_text
from modules_page import Script, modules
from reader import DESKTOP, Reader, reading
from site_case import TODAY, folders
from site_server import serve

# A slow machine is no defect: a property is tried on as many examples, however long they take.
settings.register_profile("unhurried", deadline=None, print_blob=True)
settings.load_profile("unhurried")

# Playwright switches most background traffic off; these end the rest. No name but the loopback's
# resolves, so a page that asks another host fails its test instead of reaching it.
BROWSER_FLAGS = (
    "--disable-quic",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, object],
) -> dict[str, object]:
    """How Playwright starts the browser; without one the browser tests fail and say what to do."""
    browser = find_browser(this_machine())
    if browser is None:
        pytest.fail(ADVICE, pytrace=False)
    return {
        **browser_type_launch_args,
        "executable_path": str(browser),
        "args": list(BROWSER_FLAGS),
    }


@pytest.fixture(scope="session")
def base_url() -> None:
    """No address stands for all: tests name whole ones.

    This also replaces pytest-playwright 0.10's fixture, whose form pytest 9 warns of.
    """


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own site, built from its listings and guides as on TODAY."""
    folder = tmp_path_factory.mktemp("sample") / "site"
    built = build(folders(folder), TODAY)
    assert built.publication is not None, as_text(built.problems)
    return folder


@pytest.fixture(scope="session")
def served() -> Iterator[Callable[[Path], str]]:
    """Serves any folder until the tests end: `served(folder)` is its address, as `http://…:port`."""
    with ExitStack() as servers:
        yield lambda folder: servers.enter_context(serve(folder))


@pytest.fixture(scope="module")
def address(site: Path, served: Callable[[Path], str]) -> str:
    """Where the sample site stands in these tests."""
    return served(site)


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Reader]:
    """A reader whose pages must not have complained in the end."""
    with reading(browser, address) as made:
        yield made


@pytest.fixture
def desk(browser: Browser, address: str) -> Iterator[Reader]:
    with reading(browser, address, DESKTOP) as made:
        yield made


@pytest.fixture(scope="module")
def finder(browser: Browser, served: Callable[[Path], str]) -> Iterator[Script]:
    """Runs scripts over the pure modules, on a page that complains of nothing until the last."""
    with modules(browser, served) as run:
        yield run
