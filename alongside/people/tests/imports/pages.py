"""A browser's way through the pages that load a file."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from alongside.people.models import ImportRun

DIRTY = """\
Nr;Name;E-Mail;Titel;Vorgesetzter
001;Daniel Reyes;daniel@brightwater.example;CEO;
002;Farah Qureshi;farah(at)brightwater;COO;001
003;Elif Kaya;elif@brightwater.example;CTO;999
004;Petra Novak;petra@brightwater.example;Engineering Manager;005
005;David Osei;david@brightwater.example;Engineering Manager;004
001;Kelly Barnes;kelly@brightwater.example;Shift supervisor;002
"""


def address(name, run=None):
    return reverse(f"people:import_{name}", args=[run.pk] if run else [])


def choose(browser, text=DIRTY, name="people.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    answer = browser.post(address("create"), {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302
    return ImportRun.objects.latest("pk")


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def confirm(browser, run, **also):
    run.refresh_from_db()
    return browser.post(address("apply", run), {"digest": run.digest, **also})
