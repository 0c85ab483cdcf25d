"""Recovery codes were made anew from a seed whenever one was tried; now a hash of each is kept, and no seed.

Codes that people have on paper go on working. It takes about as long as ten sign-ins for each person who has some.
"""

import json

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import encrypt
from django.contrib.auth.hashers import make_password
from django.db import migrations


def hash_codes(apps, schema_editor):
    for row in apps.get_model("mfa", "Authenticator").objects.filter(type="recovery_codes"):
        if "seed" in row.data:
            hashes = [make_password(code) for code in RecoveryCodes(row).get_unused_codes()]
            row.data = {"hashes": encrypt(json.dumps(hashes))}
            row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("identity", "0006_support_access"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [migrations.RunPython(hash_codes, migrations.RunPython.noop)]
