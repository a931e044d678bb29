"""Rows that are renewed give the very bytes that writing all of them anew gives."""

import json
from collections.abc import Mapping
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopfinder.ledger import Stamp, ledger_of, manifest_text, record_text

Rows = Mapping[str, tuple[str, Stamp]]
"""By path the digest and the stamp."""

DIGESTS = st.binary(max_size=4).map(lambda body: sha256(body).hexdigest())
STAMPS = st.tuples(st.integers(0, 2**40), st.integers(-(2**62), 2**62))
NAMES = st.text(st.sampled_from('ab/.-_ "\\é\u2028😀{}:,\n'), min_size=1, max_size=6)
SITES = st.dictionaries(NAMES, st.tuples(DIGESTS, STAMPS), min_size=1, max_size=12)


def written(rows: Rows) -> tuple[bytes, bytes]:
    """Manifest and record of all rows."""
    paths = sorted(rows)
    manifest = manifest_text({path: rows[path][0] for path in paths})
    record = record_text(sha256(manifest).hexdigest(), {path: rows[path][1] for path in paths})
    return manifest, record


@given(SITES, st.data())
def test_renewed_rows_are_those_that_are_written_anew(rows: Rows, data: st.DataObject) -> None:
    changed = data.draw(st.dictionaries(st.sampled_from(sorted(rows)), st.tuples(DIGESTS, STAMPS)))
    ledger = ledger_of(rows, *written(rows))
    assert ledger is not None
    assert ledger.count == len(rows)
    assert {path: ledger.digest(path) for path in rows} == {
        path: digest for path, (digest, _) in rows.items()
    }
    digests = {path: digest for path, (digest, _) in changed.items()}
    stamps = {path: stamp for path, (_, stamp) in changed.items()}
    assert ledger.renewed(digests, stamps) == written({**rows, **changed})


@given(SITES, NAMES)
def test_a_path_without_a_row_has_no_ledger(rows: Rows, name: str) -> None:
    found = ledger_of([*rows, name], *written(rows))
    assert (found is None) == (name not in rows)


ROWS: Rows = dict.fromkeys(("a", "b", "c"), ("0" * 64, (1, 2)))


@pytest.mark.parametrize(
    "record",
    [
        b"",
        json.dumps(json.loads(written(ROWS)[1])).encode(),
        json.dumps(json.loads(written(ROWS)[1]), indent=1).encode(),
        written({name: row for name, row in ROWS.items() if name != "c"})[1],
        written(ROWS)[1].replace(b"sizes", b"times"),
    ],
)
def test_a_record_in_another_form_has_no_ledger(record: bytes) -> None:
    assert ledger_of(ROWS, *written(ROWS)) is not None
    assert ledger_of(ROWS, written(ROWS)[0], record) is None
