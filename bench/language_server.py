"""What the YAML language server makes of the schema: completion, hover, mistakes (needs node).

    npm install --prefix /tmp/yls yaml-language-server
    make bench BENCH=bench/language_server.py ARGS=/tmp/yls/node_modules/.bin/yaml-language-server

Talks to the server as an editor does, over its standard input and output, and prints its answers.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final, cast

ROOT: Final = Path(__file__).parents[1]
SCHEMA: Final = (ROOT / "schema" / "program.schema.json").as_uri()
GOOD: Final = (ROOT / "tests" / "cases" / "mutations" / "good.yaml").read_text("utf-8")
URI: Final = "file:///programs/oak.yaml"

COMPLETED: Final = (
    ("a key at the left edge", "format: 1\nst|"),
    ("a key of a section", "staff:\n  gro|"),
    ("a key of a track", "schedule:\n  tracks:\n    - name: Evening\n      se|"),
    ("a fixed word", "focus: |"),
    ("yes or no", "example: |"),
    ("a term of a list", "therapies: [db|]"),
    ("a term on a line of its own", "therapies:\n  - db|"),
    ("a condition", "specialties:\n  conditions:\n    pt|"),
    ("a condition's word", "specialties:\n  conditions:\n    ptsd: |"),
    ("a day", "schedule:\n  tracks:\n    - name: A\n      sessions:\n        - days: [m|]"),
    ("a state", "location:\n  state: O|"),
    ("an example of a section", "availability:\n  |"),
)
"""Texts in which a reader stops at `|` and asks what can follow."""

HOVERED: Final = (
    *("group_size", "ptsd", "tracks", "17:30-20:30", "nurse", "example: yes", "state: OR"),
    *("wed, thu", "dbt-skills", "zip", "alumni-group", "format: 1", "accreditation"),
)

MISTAKEN: Final = (
    ("group_size: 8", "group_szie: 8"),
    ("ptsd: track", "ptsd: tracks"),
    ("17:30-20:30", "25:00-26:00"),
    ('zip: "97232"', "zip: 97232"),
    ("date: 2026-11-10", "date: 11/10/2026"),
    ("[mon, wed]", "mon"),
    ("503-555-0107", "555-0107"),
)


class Server:
    """A running language server, and the counter of what it was asked."""

    def __init__(self, command: list[str]) -> None:
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.said = cast("IO[bytes]", self.process.stdin)
        self.heard = cast("IO[bytes]", self.process.stdout)
        self.asked = 0
        self.version = 0

    def send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.said.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.said.flush()

    def messages(self) -> Iterator[dict[str, Any]]:
        """What the server says, one message after the other; its questions are answered."""
        stream = self.heard
        while line := stream.readline():
            length = int(line.split(b":")[1])
            stream.readline()
            message = json.loads(stream.read(length))
            if "id" in message and "method" in message:
                self.send({"id": message["id"], "result": self.configured(message)})
            else:
                yield message

    def configured(self, message: dict[str, Any]) -> Any:  # noqa: ANN401 - as the protocol has it
        if message["method"] != "workspace/configuration":
            return None
        settings = {"validate": True, "hover": True, "completion": True, "schemas": {SCHEMA: "*"}}
        known = {"yaml": settings}
        return [known.get(item.get("section")) for item in message["params"]["items"]]

    def ask(self, method: str, params: dict[str, Any]) -> Any:  # noqa: ANN401 - any answer
        self.asked += 1
        self.send({"id": self.asked, "method": method, "params": params})
        return next(each["result"] for each in self.messages() if each.get("id") == self.asked)

    def tell(self, method: str, params: dict[str, Any]) -> None:
        self.send({"method": method, "params": params})

    def show(self, text: str) -> list[dict[str, Any]]:
        """Puts a text into the editor; what is wrong with it."""
        self.version += 1
        document = {"uri": URI, "version": self.version}
        if self.version == 1:
            whole = {**document, "languageId": "yaml", "text": text}
            self.tell("textDocument/didOpen", {"textDocument": whole})
        else:
            changes = [{"text": text}]
            self.tell(
                "textDocument/didChange", {"textDocument": document, "contentChanges": changes}
            )
        for message in self.messages():
            if message.get("method") == "textDocument/publishDiagnostics":
                found: list[dict[str, Any]] = message["params"]["diagnostics"]
                return found
        raise AssertionError("the server ended")


def place_of(text: str, index: int) -> dict[str, Any]:
    before = text[:index]
    line = before.count("\n")
    column = index - (before.rfind("\n") + 1)
    return {"textDocument": {"uri": URI}, "position": {"line": line, "character": column}}


def report(server: Server) -> Iterator[str]:
    server.ask("initialize", {"processId": None, "rootUri": None, "capabilities": CAPABILITIES})
    server.tell("initialized", {})
    server.tell("workspace/didChangeConfiguration", {"settings": {}})
    yield f"The good listing: {[each['message'] for each in server.show(GOOD)]}"
    for word in HOVERED:
        hover = server.ask("textDocument/hover", place_of(GOOD, GOOD.index(word) + 1))
        said = hover["contents"]["value"] if hover else "nothing"
        yield f"Hover over {word}:\n    {said.strip()}".replace("\n", "\n    ")
    for right, slip in MISTAKEN:
        found = server.show(GOOD.replace(right, slip, 1))
        yield f"Wrong, {slip}:"
        yield from (
            f"    {each['range']['start']['line'] + 1}: {each['message']}" for each in found
        )
    for what, text in COMPLETED:
        index = text.index("|")
        server.show(text.replace("|", ""))
        answer = server.ask("textDocument/completion", place_of(text, index))
        items = answer["items"] if isinstance(answer, dict) else answer or []
        labels = [item["label"] for item in items]
        yield f"Completion of {what}: {len(labels)}: {labels[:8]}"
        first = items[0].get("documentation") if items else None
        if first:
            words = first["value"] if isinstance(first, dict) else first
            yield f"    with: {words[:160]!r}"


CAPABILITIES: Final = {
    "workspace": {"configuration": True},
    "textDocument": {
        "hover": {"contentFormat": ["markdown"]},
        "completion": {
            "completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}
        },
    },
}


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("name the language server: ARGS=.../node_modules/.bin/yaml-language-server")
    server = Server([sys.argv[1], "--stdio"])
    try:
        for line in report(server):
            sys.stdout.write(f"{line}\n")
    finally:
        server.process.kill()


if __name__ == "__main__":
    main()
