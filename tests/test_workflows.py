"""The workflows: valid, pinned, with few rights, and with nobody's words in a command."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from iopfinder.cli import COMMANDS
from site_case import ROOT

WORKFLOWS: Final = sorted((ROOT / ".github" / "workflows").glob("*.yml"))

ACTIONS: Final = {
    "actions/checkout": "de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2",
    "actions/setup-python": "a309ff8b426b58ec0e2a45f0f869d46889d02405 # v6.2.0",
    "actions/upload-pages-artifact": "fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0",
    "actions/deploy-pages": "cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0",
}
"""Each action, the commit that it is pinned to, and the release that this is."""

RIGHTS: Final = {
    "check.yml": {"listings": {"contents": "read"}, "tests": {"contents": "read"}},
    "freshness.yml": {"ask": {"contents": "read", "issues": "write"}},
    "publish.yml": {
        "build": {"contents": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
        "tell": {"contents": "read", "issues": "write"},
    },
}
"""What the token of each job may do."""


def read(path: Path) -> Mapping[Any, Any]:
    """A workflow; its key `on` is True to YAML 1.1."""
    return dict(yaml.safe_load(path.read_text()))


def steps() -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path in WORKFLOWS:
        for job in read(path)["jobs"].values():
            yield from ((path.name, step) for step in job["steps"])


def test_there_are_workflows_for_changes_publishing_and_freshness() -> None:
    assert [path.name for path in WORKFLOWS] == ["check.yml", "freshness.yml", "publish.yml"]


@pytest.mark.parametrize(
    ("schema", "paths"),
    [("github-workflows", WORKFLOWS), ("dependabot", [ROOT / ".github" / "dependabot.yml"])],
)
def test_they_are_valid_by_the_published_schema(schema: str, paths: list[Path]) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    done = subprocess.run([*command, *paths], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "ok -- validation done\n"), done.stderr


def test_the_check_of_validity_can_fail(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yml"
    broken.write_text(WORKFLOWS[0].read_text().replace("runs-on:", "runson:"))
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    done = subprocess.run(
        [*command, "vendor.github-workflows", broken], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1


def test_every_action_is_pinned_to_the_commit_of_a_release() -> None:
    used = [
        found.groups()
        for path in WORKFLOWS
        for found in re.finditer(r"uses: ([^@\s]+)@(.+)", path.read_text())
    ]
    assert {name: pin for name, pin in used} == ACTIONS  # noqa: C416 - pairs of strings
    assert all(re.match(r"[0-9a-f]{40} # v\d+\.\d+\.\d+$", pin) for _, pin in used)


def test_jobs_have_the_rights_they_need_and_no_others() -> None:
    found = {
        path.name: {
            name: job.get("permissions", read(path)["permissions"])
            for name, job in read(path)["jobs"].items()
        }
        for path in WORKFLOWS
    }
    assert found == RIGHTS


def test_a_proposed_change_runs_without_our_rights() -> None:
    triggers = {path.name: set(read(path)[True]) for path in WORKFLOWS}
    assert triggers == {
        "check.yml": {"pull_request"},
        "freshness.yml": {"schedule", "workflow_dispatch"},
        "publish.yml": {"push", "schedule", "workflow_dispatch"},
    }
    checkouts = [step for _, step in steps() if "checkout" in step.get("uses", "")]
    assert len(checkouts) == 5
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_no_text_from_outside_stands_in_a_command() -> None:
    assert [step["run"] for _, step in steps() if "${{" in step.get("run", "")] == []
    whole = "".join(path.read_text() for path in WORKFLOWS)
    assert set(re.findall(r"\$\{\{ (.+?) \}\}", whole)) == {
        "github.ref",
        "github.token",
        "github.repository",
        "github.server_url",
        "github.run_id",
        "steps.deployment.outputs.page_url",
        "!cancelled()",
        "!cancelled() && steps.install.outcome == 'success'",
        "contains(needs.*.result, 'failure')",
    }


def test_what_they_call_is_there() -> None:
    runs = [step["run"] for _, step in steps() if "run" in step]
    called = {name for run in runs for name in re.findall(r"build\.py (\w+)", run)}
    assert called == {"changes", "check", "confirm", "format", "stale"}
    assert called <= COMMANDS.keys()
    targets = {
        name
        for run in runs
        for line in re.findall(r"^make (.+)$", run, re.MULTILINE)
        for name in line.split()
    }
    makefile = (ROOT / "Makefile").read_text()
    assert targets == {".venv/.installed", "site", "lint", "test"}
    assert "INSTALLED := .venv/.installed\n" in makefile
    assert all(f"\n{name}:" in makefile for name in targets - {".venv/.installed"})


def test_only_what_was_built_goes_online() -> None:
    jobs = read(ROOT / ".github" / "workflows" / "publish.yml")["jobs"]
    assert jobs["deploy"]["needs"] == "build"
    assert "if" not in jobs["deploy"]  # it runs when the build succeeded, and not otherwise
    assert jobs["tell"]["needs"] == ["build", "deploy"]


# One issue for a matter

GH: Final = '''\
#!{python}
"""Stands in for gh: keeps issues in a file and remembers what it was called with."""
import json, pathlib, sys
store = pathlib.Path(__file__).with_name("issues.json")
issues = json.loads(store.read_text()) if store.exists() else []
_, group, act, *rest = sys.argv
body = sys.stdin.read() if "--body-file" in rest else ""
flag = lambda name: rest[rest.index(name) + 1]
if (group, act) == ("issue", "list"):
    assert flag("--state") == "open"
    found = [each for each in issues if each["open"] and each["label"] == flag("--label")]
    print(found[0]["number"] if found else "")
elif (group, act) == ("issue", "create"):
    issues.append(dict(number=len(issues) + 1, open=True, label=flag("--label"),
                       title=flag("--title"), said=[body]))
elif group == "issue":
    issue = issues[int(rest[0]) - 1]
    if act == "close":
        issue["open"] = False
    elif act == "edit":
        issue["said"] = [body]
    else:
        issue["said"].append(body)
store.write_text(json.dumps(issues))
'''


@pytest.fixture
def gh(tmp_path: Path) -> Path:
    """A folder with a stand-in for gh."""
    program = tmp_path / "gh"
    program.write_text(GH.replace("{python}", sys.executable))
    program.chmod(0o755)
    return tmp_path


def issue(gh: Path, body: str, *arguments: str) -> int:
    done = subprocess.run(
        [str(ROOT / ".ci" / "issue"), *arguments],
        input=body,
        text=True,
        env={**os.environ, "PATH": f"{gh}:{os.environ['PATH']}"},
        check=False,
        capture_output=True,
    )
    return done.returncode


def issues(gh: Path) -> list[dict[str, Any]]:
    return list(json.loads((gh / "issues.json").read_text()))


def kept(number: int, label: str, *said: str, open_: bool = True) -> dict[str, Any]:
    titles = {"publishing": "It failed", "freshness": "Ask"}
    return {
        "number": number,
        "open": open_,
        "label": label,
        "title": titles[label],
        "said": list(said),
    }


def test_a_failure_that_lasts_is_one_issue(gh: Path) -> None:
    assert issue(gh, "Monday", "add", "publishing", "It failed") == 0
    assert issue(gh, "Tuesday", "add", "publishing", "It failed") == 0
    assert issues(gh) == [kept(1, "publishing", "Monday", "Tuesday")]
    assert issue(gh, "Well", "close", "publishing") == 0
    assert issue(gh, "Well", "close", "publishing") == 0
    assert issues(gh) == [kept(1, "publishing", "Monday", "Tuesday", "Well", open_=False)]
    assert issue(gh, "Friday", "add", "publishing", "It failed") == 0
    assert issues(gh)[1:] == [kept(2, "publishing", "Friday")]


def test_a_list_is_put_in_the_place_of_the_last_one(gh: Path) -> None:
    assert issue(gh, "Oak", "replace", "freshness", "Ask") == 0
    assert issue(gh, "Elm", "replace", "freshness", "Ask") == 0
    assert issue(gh, "x", "add", "publishing", "It failed") == 0
    assert issues(gh) == [kept(1, "freshness", "Elm"), kept(2, "publishing", "x")]


def test_what_is_no_act_is_refused(gh: Path) -> None:
    assert issue(gh, "", "open", "publishing", "It failed") == 2


# Hooks for pre-commit


def test_the_hooks_call_commands_that_an_installed_package_has() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert {hook["id"]: hook["entry"] for hook in hooks} == {
        "check-listing": "python -m iopfinder check",
        "format-listing": "python -m iopfinder format",
    }
    for hook in hooks:
        assert re.search(hook["files"], "programs/oak.yaml")
        assert re.search(hook["files"], "content/providers/oak.yaml")
        assert not re.search(hook["files"], "content/site.yaml")
    folders = {path.parent for path in (ROOT / "iopfinder").rglob("*.py")}
    assert all((folder / "__init__.py").is_file() for folder in folders)
    done = subprocess.run(
        [sys.executable, "-m", "iopfinder", "check", "programs/alder-mill-iop.yaml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "Facts given:" in done.stdout) == (0, True)
