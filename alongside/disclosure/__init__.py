"""Group numbers that nobody can unpick: which cells of a survey may be shown, and an auditor.

A pure library (numpy and scipy, no web framework). Start with `plan.plan_survey`, then `protect.protect`;
where answers carry no link to a person, with `protect_anonymous.release_anonymous`. Beside them are
`compare.compare_waves`, `tree.show_tree`, `comments.place_comments`, and the auditors `audit.audit_cells` and
`unlinked_answers.audit_unlinked_cells`; or from outside `python -m alongside.disclosure`. The promise, the
method and the proof are in `docs/disclosure.md`.
"""

from alongside.disclosure import one_thread  # noqa: F401 - before any module here imports numpy
