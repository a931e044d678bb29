"""Rewrites the expectation beside each case file: what `check` says now becomes what it shall say.

Run it after a change of wording, then read every changed line as the reader of a clinic would.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from directory_case import CASES, problems_in
from iopfinder.reports import FORMATS, as_text
from test_mutations import EXPECTED, SLIPS, path_of, told


def bless(folder: Path) -> int:
    """Writes `<name>.expected` beside each `<name>.yaml`; returns how many changed."""
    changed = 0
    for case in sorted(folder.glob("*.yaml")):
        expected = case.with_suffix(".expected")
        said = FORMATS["text"](problems_in(case))
        before = expected.read_text("utf-8") if expected.exists() else ""
        if said != before:
            changed += 1
            expected.write_text(said, "utf-8")
        if not said:
            expected.unlink(missing_ok=True)
    for expected in folder.glob("*.expected"):
        if not expected.with_suffix(".yaml").exists():
            changed += 1
            expected.unlink()
    return changed


def bless_slips() -> int:
    """Writes what is said of every slip of the good listing; returns 1 if that changed."""
    said = "".join(as_text(told()[path_of(slip)]) for slip in SLIPS)
    before = EXPECTED.read_text("utf-8") if EXPECTED.exists() else ""
    EXPECTED.write_text(said, "utf-8")
    return int(said != before)


def main() -> None:
    """Blesses all case folders and says how many expectations changed."""
    changed = sum(bless(CASES / name) for name in ("invalid", "valid")) + bless_slips()
    sys.stdout.write(f"{changed} expectations changed; read them with git diff\n")


if __name__ == "__main__":
    main()
