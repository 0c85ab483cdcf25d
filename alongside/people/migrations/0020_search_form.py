from django.db import migrations

# One way to write words for search, used for what is stored and for what is asked: no accents, no marks, lower case.
# NFKD takes letters and marks apart, the marks go, unaccent turns the letters that have no parts (ø, ł, ß, æ).
FORWARD = r"""
CREATE FUNCTION people_search_form(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT lower(unaccent('unaccent'::regdictionary, regexp_replace(
    normalize(words, NFKD), '[\u0300-\u036F\u0591-\u05C7\u064B-\u065F\u0670]', '', 'g')))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0020_imports"), ("core", "0002_extensions")]

    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION people_search_form(text)")]
