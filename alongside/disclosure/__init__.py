"""Group numbers that nobody can unpick: which cells of a survey may be shown, and an auditor.

A pure library (numpy and scipy, no web framework). Start with `plan.plan_survey`,
`protect.protect`, `tree.plan_tree`, `audit.audit_cells`, `compare.compare_waves`, or from outside with
`python -m alongside.disclosure`. The method and its proof are in `docs/disclosure.md`.
"""
