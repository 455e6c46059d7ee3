"""The screens alone: text in, findings out."""

import time

import pytest

from moderation.screens import Band, Facts, Screening, Tie, band, screen
from moderation.screens.links import company_of, parts


def signals(found: Screening) -> set[str]:
    return {finding.signal for finding in found.findings}


def marked(text: str, signal: str) -> list[str]:
    return [text[f.start : f.end] for f in screen(text).findings if f.signal == signal]


def test_a_brand_without_its_generic_is_found_at_its_first_mention_only() -> None:
    text = "She takes Eliquis. After a week the Eliquis was stopped for bleeding."
    assert marked(text, "B1") == ["Eliquis"]
    assert screen(text).score == 1


@pytest.mark.parametrize(
    "text",
    [
        "Eliquis (apixaban) was stopped.",
        "We stopped Eliquis. Apixaban had caused bleeding.",
        "Apixaban is sold here. The brand is Eliquis.",
        "Tylenol, that is acetaminophen, was given.",
        "Augmentin (amoxicillin/clavulanate) for a week.",
    ],
)
def test_a_generic_within_one_sentence_is_enough(text: str) -> None:
    assert "B1" not in signals(screen(text))


def test_one_product_praised_three_times_without_alternatives_is_one_sided() -> None:
    praise = "Repatha works. Repatha prevents attacks. Repatha saves lives."
    assert "B2" in signals(screen(praise))
    assert "B2" not in signals(screen(praise + " Alirocumab is an alternative."))
    assert "B2" not in signals(screen(praise + " Cost is a problem."))


def test_promotional_words_count_near_a_product_only() -> None:
    near = "Entresto (sacubitril) is a game-changer."
    far = "Entresto (sacubitril) was started. " + "The ward was quiet that day. " * 4 + "A game-changer."
    assert "B3" in signals(screen(near))
    assert "B3" not in signals(screen(far))


@pytest.mark.parametrize(
    "text",
    [
        "Sacubitril is not a game-changer.",
        "There is robust evidence for apixaban.",
        "The superior vena cava was compressed; rivaroxaban was started.",
        "Oxycodone was given for breakthrough pain.",
        "Superiority of dapagliflozin was not shown.",
        "Novel coronavirus pneumonia; remdesivir was given.",
    ],
)
def test_clinical_prose_that_sounds_promotional_is_not(text: str) -> None:
    assert "B3" not in signals(screen(text))


def test_not_just_a_breakthrough_is_praise_all_the_same() -> None:
    assert "B3" in signals(screen("Semaglutide is not just a breakthrough, it is a miracle."))


def test_benefits_without_a_word_of_harm_are_found() -> None:
    text = "Kerendia (finerenone) reduces events and protects the kidney. It improves life."
    assert "B4" in signals(screen(text))
    assert "B4" not in signals(screen(text + " Hyperkalaemia needs watching."))


def test_a_relative_effect_wants_an_absolute_one() -> None:
    text = "Dapagliflozin cut heart failure hospitalisation by 30%."
    assert marked(text, "B5") == ["30"]
    assert "B5" not in signals(screen(text + " The absolute risk fell by 4 points."))
    assert "B5" not in signals(screen("Dapagliflozin lowered events from 21.2% to 16.3%."))
    assert "B5" not in signals(screen("There was a 30% reduction in haemoglobin overnight."))


@pytest.mark.parametrize(
    ("address", "company"),
    [
        ("https://www.ozempic.com/start", "novo"),
        ("https://journal.org@pfizer.com/x", "pfizer"),
        ("http://PFIZER.com.", "pfizer"),
        ("https://notpfizer.com", ""),
        ("https://pfizer.com.example.org", ""),
        ("https://www.nejm.org/doi/full/10.1056/NEJMoa1911303", ""),
        ("https://[::1", ""),
    ],
)
def test_a_link_belongs_to_a_company_by_whole_labels(address: str, company: str) -> None:
    assert company_of(parts(address.lower())[0]) == company


def test_company_links_trackers_and_short_addresses_are_told_apart() -> None:
    text = "See https://www.keytrudahcp.com/?utm_source=mail and https://bit.ly/abc and https://pubmed.gov?gclid=1"
    reasons = {f.reason for f in screen(text).findings}
    assert {"company_link", "tracking_link", "short_link"} <= reasons
    assert "https://bit.ly/abc" in marked(text, "B6")


def test_a_bare_domain_counts_as_a_link() -> None:
    assert marked("More at wegovy.com/start today.", "B6") == ["wegovy.com/start"]


def test_calls_to_action_stand_alone_or_need_a_product() -> None:
    assert "B7" in signals(screen("Ask your rep for the starter kit."))
    assert "B7" in signals(screen("Register for the evening on Leqvio (inclisiran)."))
    assert "B7" not in signals(screen("Please register for the grand round on Thursday."))
    assert "B7" not in signals(screen("She could not afford the copay and stopped her inhaler."))


def test_running_down_one_product_for_another_is_found() -> None:
    text = "Dysport is garbage, switch to Botox."
    assert "B14" in signals(screen(text))
    assert "B14" not in signals(screen("That is garbage, switch the monitor off."))


def test_off_label_praise_is_found_unless_it_says_so() -> None:
    text = "Gabapentin works for bipolar disorder, try it."
    assert "B10" in signals(screen(text))
    assert "B10" not in signals(screen(text + " This is off-label."))


NOVO = Facts(declared=True, ties=(Tie(company="novo", company_name="Novo Nordisk", nature="speaker"),))


def test_a_declared_tie_to_the_maker_is_pointed_out_and_a_denied_one_weighs_more() -> None:
    text = "Semaglutide was stopped for nausea."
    assert screen(text, facts=NOVO).score == 2
    denied = screen(text + " I have no conflicts of interest.", facts=NOVO)
    assert denied.score == 4
    assert screen(text).score == 0


def test_a_tie_named_in_the_text_should_be_on_record() -> None:
    text = "Disclosure: I received speaker fees from Novo Nordisk. Semaglutide caused nausea."
    none = Facts(declared=True)
    assert [f.weight for f in screen(text, facts=none).findings if f.signal == "B8"] == [4]
    assert "tie_not_on_record" not in {f.reason for f in screen(text, facts=NOVO).findings}


def test_no_tie_is_read_into_a_denial() -> None:
    assert "B8" not in signals(screen("I have never received honoraria from Pfizer."))


def test_an_employee_is_held_when_the_company_is_concerned_and_always_in_content() -> None:
    employed = Facts(employers=("pfizer",))
    assert screen("Paxlovid (nirmatrelvir) interacts with tacrolimus.", facts=employed).band == Band.HOLD
    assert screen("How do you treat scabies?", facts=employed).band == Band.QUEUE
    author = Facts(employers=("pfizer",), content_role=True)
    assert screen("A case of scabies.", facts=author).band == Band.HOLD


def test_what_a_quotation_says_counts_half() -> None:
    pitch = "Eliquis (apixaban) is a miracle, ask your rep for free samples."
    quoted = screen(f"> {pitch}\n\nPlease do not post things like this here.")
    assert all(finding.quoted for finding in quoted.findings)
    assert quoted.score < screen(pitch).score


def test_bands_are_none_queue_and_hold() -> None:
    assert [band(score) for score in (0, 1, 2, 4, 5, 9)] == [
        Band.NONE,
        Band.NONE,
        Band.QUEUE,
        Band.QUEUE,
        Band.HOLD,
        Band.HOLD,
    ]


@pytest.mark.parametrize(
    "written",
    [
        "Ｊａｒｄｉａｎｃｅ is a game-changer",
        "Jardiance is a gàme-chânger",
        "Jar\u00addiance is a game\u200b-changer",
        "\u0408\u0430rd\u0456\u0430n\u0441\u0435 is a game_changer",
    ],
)
def test_disguises_make_no_difference(written: str) -> None:
    assert {"B1", "B3"} <= signals(screen(written))


def test_spans_count_code_points_of_the_source() -> None:
    text = "🫀 Ünser Ozempic ist „a game-changer“ 🎉"
    assert marked(text, "B1") == ["Ozempic"]
    assert marked(text, "B3") == ["a game-changer"] or marked(text, "B3") == ["game-changer"]


def test_an_unknown_language_still_gets_products_and_links() -> None:
    found = screen("Ozempic https://www.ozempic.com", language="xx")
    assert signals(found) == {"B1", "B6"}


HOSTILE = {
    "dots": "." * 200_000,
    "one word": "a" * 200_000,
    "quotes": ">" * 200_000,
    "links": "http://a.b/" * 18_000,
    "labels": "a-." * 66_000,
    "www": "www." * 50_000,
    "pitch": "Jardiance is amazing, ask your rep! " * 5_500,
    "rivals": "Eliquis garbage Xarelto switch to " * 5_900,
    "stems": " ".join(
        f"{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}xaban" for n in range(17_000)
    ),
    "percent": "50% " * 50_000,
    "negators": "not " * 50_000,
    "lookalikes": "\u0430\u0301" * 100_000,
    "off label": "gabapentin try bipolar " * 8_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_of_200_kb_take_time_in_proportion(name: str) -> None:
    text = HOSTILE[name]
    quarter = _steps(text[: len(text) // 4])
    whole = _steps(text)
    assert len(screen(text).findings) <= 100
    assert whole < 12 * quarter + 1.0


def _steps(text: str) -> float:
    """Processor seconds of this thread, the least of two: other work on the machine does not count."""
    spent = []
    for _ in range(2):
        began = time.thread_time()
        screen(text)
        spent.append(time.thread_time() - began)
    return min(spent)
