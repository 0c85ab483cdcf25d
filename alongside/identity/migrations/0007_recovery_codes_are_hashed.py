"""Recovery codes were made anew from a seed whenever one was tried; now a hash of each is kept, and no seed.

Codes that people have on paper go on working.
"""

import json

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import encrypt
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import migrations


class Hasher(Argon2PasswordHasher):
    time_cost, memory_cost, parallelism = 2, 19_456, 1


def hash_codes(apps, schema_editor):
    hasher = Hasher()
    for row in apps.get_model("mfa", "Authenticator").objects.filter(type="recovery_codes"):
        if "seed" in row.data:
            codes = RecoveryCodes(row).get_unused_codes()
            hashes = [hasher.encode(code, hasher.salt()) for code in codes]
            row.data = {"hashes": encrypt(json.dumps(hashes))}
            row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("identity", "0006_support_access"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [migrations.RunPython(hash_codes, migrations.RunPython.noop)]
