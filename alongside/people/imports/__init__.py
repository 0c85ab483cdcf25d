"""Organisation files on their way into the company: compared with what is here, corrected, loaded in one go.

`alongside.people.importing` turns bytes into a proposal without a database. Here the proposal meets the company:
`queries` loads what is known, `matching` says who is who, `difference` says what would change, and the services
write it. `matching` and `difference` are pure functions of the proposal and what is known.
"""
