"""Whether a mail server's no is about the address and for good, or about anything else."""

from __future__ import annotations

import smtplib

PERMANENT = range(500, 600)
# Refusals that speak of the sender, of signing in or of the size of a queue, not of the reader's address.
NOT_THE_ADDRESS = frozenset({503, 530, 535, 538, 552, 554})


def refusal_code(problem: Exception) -> int | None:
    """The server's number when it refuses the one reader for good (RFC 5321 4.2.1: 5yz), else None: try again."""
    if not isinstance(problem, smtplib.SMTPRecipientsRefused):
        return None
    codes = [code for code, _words in problem.recipients.values()]
    final = [code for code in codes if code in PERMANENT and code not in NOT_THE_ADDRESS]
    return final[0] if codes and len(final) == len(codes) else None
