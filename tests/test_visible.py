"""The text of a page as a reader sees it, and what differs between two."""

import pytest

from iopfinder.visible import changed_lines, visible_lines


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("", ()),
        ("<p>One <b>two</b>\n three</p><p>four", ("One two three", "four")),
        ("<title>Oak</title><h1>Oak</h1>IOP<br>Ohio", ("Oak", "Oak", "IOP", "Ohio")),
        ("<ul><li>a<li>b</ul>", ("a", "b")),
        ("<p>a <button>word</button> b</p>", ("a word b",)),
        ("<p>3 &lt; 4 &amp; 5&nbsp;h</p>", ("3 < 4 & 5 h",)),
        ('<p><img src="x.svg" alt="A stair">up</p>', ("A stairup",)),
        ('<p><img src="x.svg" alt=""><img src="y.svg">up</p>', ("up",)),
        ("a<script>if (a < b) c()</script><style>p {}</style>b", ("a", "b")),
        ("<template><p>a</p></template><p>b</p>", ("b",)),
        ("</template><p>b</p>", ("b",)),
        ("<p hidden>a</p>", ("a",)),
        ("<!-- a --><p>b</p>", ("b",)),
        ("<p>a < b", ("a < b",)),
    ],
)
def test_a_page_is_read_block_by_block(html: str, lines: tuple[str, ...]) -> None:
    assert visible_lines(html) == lines


def test_changed_lines_stand_with_one_line_around_them() -> None:
    old, new = ("a", "b", "c", "d", "e"), ("a", "b", "C", "d", "e")
    assert list(changed_lines(old, new, "/x/")) == [
        "--- old/x/",
        "+++ new/x/",
        "@@ -2,3 +2,3 @@",
        " b",
        "-c",
        "+C",
        " d",
    ]
    assert list(changed_lines(old, old, "/x/")) == []
