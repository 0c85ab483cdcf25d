"""The database itself refuses to change or delete what was recorded, whoever asks."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION audit_writer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- before ids are drawn: the sealer may read only while nobody holds this (see audit/tasks.py)
    PERFORM pg_advisory_xact_lock_shared(7301001);
    RETURN NULL;
END $$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_auditentry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_concern_append_only BEFORE UPDATE OR DELETE ON audit_auditconcern
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE ON audit_seal
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_entry_writer BEFORE INSERT ON audit_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_writer();
"""

ALLOW = """
DROP TRIGGER audit_entry_append_only ON audit_auditentry;
DROP TRIGGER audit_concern_append_only ON audit_auditconcern;
DROP TRIGGER audit_seal_append_only ON audit_seal;
DROP TRIGGER audit_entry_writer ON audit_auditentry;
DROP FUNCTION audit_refuse();
DROP FUNCTION audit_writer();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
