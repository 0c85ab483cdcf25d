"""The people import without a database: bytes to a table, columns to fields, rows to a proposed organisation.

Nothing here touches Django, a file or the clock: the doors hand in bytes, the day and the user's decisions,
and render the codes that come back (`reasons`). The order of use: `reading`, `columns`, `resolving`,
`figures`, `fixing`.
"""
