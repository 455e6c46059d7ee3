from uuid import UUID

import pytest

from core.errors import DomainError
from core.markdown import MAX_BYTES, VERSION, TextTooLong, plain, render

FILE = f"/files/{UUID(int=7)}"
REL = 'rel="nofollow ugc noopener noreferrer"'


def html(text: str, prefix: str | None = "x") -> str:
    return render(text, prefix=prefix).html.strip()


def test_paragraphs_find_their_own_direction() -> None:
    assert html("Hello *you*") == '<p dir="auto">Hello <em>you</em></p>'


def test_headings_start_below_those_of_the_page() -> None:
    assert html("# A").startswith("<h3")
    assert html("A\n---").startswith("<h4")
    assert html("### A").startswith("<h5")
    assert html("###### A") == '<h6 dir="auto">A</h6>'


def test_html_is_shown_as_it_was_typed() -> None:
    assert html("<b>x</b>") == '<p dir="auto">&lt;b&gt;x&lt;/b&gt;</p>'


def test_tables_scroll_with_the_keyboard_and_align_by_class() -> None:
    table = html("| a | b |\n|:-:|--:|\n| 1 | 2 |")
    assert table.startswith('<div class="table-scroll" tabindex="0"><table dir="auto">')
    assert '<th dir="auto" class="align-center" scope="col">a</th>' in table
    assert '<td dir="auto" class="align-right">2</td>' in table
    assert "style" not in table


def test_task_lists_have_boxes_that_are_not_form_fields() -> None:
    tasks = html("- [ ] ask\n- [x] done\n- [y] neither\n- [x](/a) link")
    assert '<li dir="auto" class="task"><span class="task-mark">\u2610</span> ask</li>' in tasks
    assert '<span class="task-mark">\u2611</span> done</li>' in tasks
    assert '<li dir="auto">[y] neither</li>' in tasks
    assert tasks.count("task-mark") == 2
    assert "<input" not in tasks


def test_what_is_struck_through_is_marked() -> None:
    assert "<s>gone</s>" in html("~~gone~~")


def test_math_stays_as_it_was_typed() -> None:
    assert '<span class="math" dir="ltr">$a_1*b*c_2<d$</span>'.replace("<d", "&lt;d") in html(
        "x $a_1*b*c_2<d$"
    )
    assert "$$\na*b*c\n$$" in html("$$\na*b*c\n$$")


def test_prices_are_not_math() -> None:
    assert html("from $5 to *$10*") == '<p dir="auto">from $5 to <em>$10</em></p>'


def test_code_keeps_its_language_and_reads_from_the_left() -> None:
    assert html("```Python extra\nx<1\n```") == (
        '<pre dir="ltr" tabindex="0"><code class="language-python">x&lt;1\n</code></pre>'
    )
    assert 'class="' not in html('```a"b\nx\n```')
    assert "<code>indented" in html("    indented")


def test_links_tell_nothing_and_get_nothing() -> None:
    assert html("[a](https://x.test/?b=1&c=2)") == (
        f'<p dir="auto"><a href="https://x.test/?b=1&amp;c=2" {REL}>a</a></p>'
    )


@pytest.mark.parametrize(
    "address", ["/boards/1", "#top", "mailto:a@b.test", "HTTPS://x.test", "http://[::1]:80/"]
)
def test_links_may_point_to_the_web_mail_and_this_site(address: str) -> None:
    assert f'href="{address}"' in html(f"[a]({address})")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:x",
        "data:text/html,x",
        "//x.test",
        "/\\x.test/../..//",
        "ftp://x.test",
        "x/y",
        "http:x",
        "tel:1",
    ],
)
def test_other_addresses_stay_text(address: str) -> None:
    assert f'href="{address}' not in html(f"[a]({address})")


def test_a_written_address_becomes_a_link_without_the_sentence_around_it() -> None:
    text = "See https://doi.org/10.1000/a_b_(c)d. And (https://x.test/y), *https://x.test/z*!"
    assert html(text).count(REL) == 3
    assert ">https://doi.org/10.1000/a_b_(c)d</a>." in html(text)
    assert '(<a href="https://x.test/y"' in html(text)
    assert "<em><a" in html(text)


def test_an_address_in_code_or_in_a_link_is_left_alone() -> None:
    assert "<a" not in html("`https://x.test`")
    assert html("[https://x.test](/y)").count("<a") == 1


def test_images_come_only_from_our_own_files() -> None:
    assert f'<img src="{FILE}/scan.png" alt="CT" title="day 2" loading="lazy">' in html(
        f'![CT]({FILE}/scan.png "day 2")'
    )
    assert (
        html("![CT](https://x.test/p.png)")
        == f'<p dir="auto"><a href="https://x.test/p.png" {REL}>CT</a></p>'
    )
    assert 'alt="a b c"' in html(f"![a *b*\nc]({FILE})")
    assert html("![](https://x.test/p.png)").count("https://x.test/p.png") == 2
    assert html("[![CT](https://x.test/p.png)](/y)") == f'<p dir="auto"><a href="/y" {REL}>CT</a></p>'
    assert "<img" not in html("![CT](/logout) ![CT](/files/../logout)")


def test_footnotes_go_to_the_end_and_lead_back() -> None:
    notes = html("a[^n] b[^n]\n\n[^n]: note")
    assert f'<a href="#fn-x-1" id="fnref-x-1" {REL}>1</a>' in notes
    assert '<li id="fn-x-1" dir="auto"><p dir="auto">note <a href="#fnref-x-1"' in notes
    assert 'href="#fnref-x-1-1" class="footnote-backref"' in notes


def test_footnotes_of_two_texts_on_a_page_do_not_meet() -> None:
    one, other = (render(f"{text}[^1]\n\n[^1]: note").html for text in ("a", "b"))
    assert one.split('id="')[1][:12] != other.split('id="')[1][:12]
    with pytest.raises(ValueError, match="prefix"):
        render("a", prefix='"><')


def test_rendering_again_gives_the_same() -> None:
    text = "a[^1] **b**\n\n[^1]: c"
    assert render(text) == render(text)
    assert render(text).version == VERSION


def test_what_is_nested_too_deep_is_shown_flat_and_not_lost() -> None:
    assert "the end" in html(">" * 60 + " the end")
    assert html(">" * 60 + " x").count("<blockquote") <= 16
    assert "the end" in html("".join("  " * depth + "- a\n" for depth in range(40)) + "  " * 40 + "- the end")


def test_emphasis_nests_only_so_deep() -> None:
    deep = html("*a " * 50 + "end" + " a*" * 50)
    assert "end" in deep
    assert deep.count("<em>") == deep.count("</em>") == 8


def test_a_very_long_paragraph_keeps_its_words() -> None:
    text = "*word* " * 2_000
    assert html(text).count("word") == 2_000
    assert html("line\n" * 3_000).count("line") == 3_000


def test_a_text_of_more_than_200_kb_is_refused_with_a_sentence() -> None:
    assert render("a" * MAX_BYTES).html
    with pytest.raises(TextTooLong) as refused:
        render("\u00e9" * (MAX_BYTES // 2 + 1))
    assert isinstance(refused.value, DomainError)
    assert refused.value.status == 422
    assert refused.value.message.endswith("attach it as a file.")


def test_nothing_gives_nothing() -> None:
    assert render("").html == ""
    assert render(" \n\t\n").html == ""
    assert plain(" \n") == ""


def test_control_characters_are_gone() -> None:
    assert html("a\0b\x07c\x9fd\ud800e\ufffe") == '<p dir="auto">abcde</p>'
    assert html("a\r\nb\rc") == '<p dir="auto">a\nb\nc</p>'


def test_an_override_cannot_disguise_text() -> None:
    assert html("a\u202eb\u202cc &#x202e;d [e](https://x.test/\u202e)") == (
        f'<p dir="auto">abc d <a href="https://x.test/%E2%80%AE" {REL}>e</a></p>'
    )
    assert "\u202e" not in html("    code \u202e") + html("```\n\u202e\n```") + html('[a](/b "\u202e")')
    assert "\u202e" not in html("<https://x.test/%E2%80%AE>")


def test_isolates_stay_when_they_close_even_around_emphasis() -> None:
    assert "\u2067**a**\u2069".replace("**a**", "<strong>a</strong>") in html("x \u2067**a**\u2069 y")
    assert "\u2067" not in html("x \u2067 y")
    assert "\u2069" not in html("x \u2069 y")
    assert "\u2067" not in html("x \u2067 y\n\n\u2069 z")


def test_plain_words_have_no_markup() -> None:
    text = "# Fever\n\nA **sick** [child](/x) <b> &amp; `code` ![scan](/y)\nnext[^1]"
    text += "\n\n- [x] seen\n\n```\ncode\n```\n\n[^1]: why"
    assert plain(text) == "Fever\nA sick child <b> & code scan next\n\u2611 seen\ncode\nwhy"
