import re

import pytest

from alongside.people.importing.reasons import SENTENCES, SHOWN, Effect, Note, Problem, Reason, problem

NAMED = re.compile(r"%\((\w+)\)s")
NEVER_ON_A_SCREEN = re.compile(
    r"\b(direct report|span|orphan|suppressed|cascade|breach|SLA|nudge|escalate)\b"
)


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_one_plain_sentence_with_named_parameters(reason):
    sentence = SENTENCES[reason]
    filled = sentence % dict.fromkeys(NAMED.findall(sentence), "x")
    assert filled[-1] in ".…"
    assert "%(" not in filled
    assert not NEVER_ON_A_SCREEN.search(filled)


def test_a_sentence_is_rendered_in_the_language_of_its_reader():
    note = Note(Reason.FIX_UNKNOWN_LINE, {"line": "3"})
    german = {SENTENCES[Reason.FIX_UNKNOWN_LINE]: "Die Datei hat keine Zeile %(line)s."}
    assert note.in_words(german.__getitem__) == "Die Datei hat keine Zeile 3."


def test_a_long_value_is_shortened_where_it_is_shown():
    found = problem(2, "title", "x" * 5_000, Reason.CELL_TOO_LARGE, Effect.KEPT, length="5000", limit="4000")
    assert len(found.value) == SHOWN
    assert found.in_words() == "This cell has 5000 characters; at most 4000 are read."


def test_a_value_with_a_percent_sign_is_only_a_value():
    found = Problem(2, "share", "50 %(x)s", Reason.SHARE_UNREADABLE, Effect.WITHOUT_VALUE)
    assert "“50 %(x)s”" in found.in_words()


def test_no_sentence_says_of_a_dry_run_that_rows_were_loaded():
    past = [sentence for sentence in SENTENCES.values() if re.search(r"\b(was|were) (not )?loaded", sentence)]
    assert past == []
