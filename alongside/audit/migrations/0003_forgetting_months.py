"""Whole sealed months of a certain age go by one function of the database; nothing else can delete an entry.

The function runs with the rights of whoever owns the tables, so that the role of the running product needs none. It
trusts its caller with nothing but which month: the age, by the database's clock, and the seals it looks up itself.
"""

from django.db import migrations, models

FORGET = """
CREATE FUNCTION audit_forget_month(wanted date, months_kept integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    begins timestamptz := date_trunc('month', wanted::timestamp) AT TIME ZONE 'UTC';
    ends timestamptz := (date_trunc('month', wanted::timestamp) + interval '1 month') AT TIME ZONE 'UTC';
    oldest_kept timestamptz := (now() AT TIME ZONE 'UTC' - make_interval(months => months_kept)) AT TIME ZONE 'UTC';
    first_gone bigint; last_gone bigint; gone bigint;
BEGIN
    IF months_kept IS NULL OR months_kept < 12 THEN
        RAISE EXCEPTION 'the audit log is kept for twelve months at least' USING ERRCODE = 'check_violation';
    END IF;
    IF ends > oldest_kept THEN
        RAISE EXCEPTION 'this month of the audit log is too young' USING ERRCODE = 'check_violation';
    END IF;
    -- one at a time; writers and the sealer work at the other end and are not asked to wait
    PERFORM pg_advisory_xact_lock(7301002);
    IF EXISTS (SELECT 1 FROM audit_forgottenmonth WHERE month = begins AT TIME ZONE 'UTC') THEN
        RETURN 0;
    END IF;
    SELECT min(last_id), max(last_id) INTO first_gone, last_gone
        FROM audit_seal WHERE made_at >= begins AND made_at < ends
            AND last_id <= (SELECT max(id) FROM audit_auditentry);  -- one that reaches further is forged
    IF last_gone IS NULL THEN
        RETURN 0;
    END IF;
    SELECT coalesce(max(last_id) + 1, -9223372036854775808) INTO first_gone
        FROM audit_seal WHERE last_id < first_gone;
    -- a clock that jumped may have put younger ones between: then all of it waits until they are old enough
    IF EXISTS (SELECT 1 FROM audit_seal WHERE last_id BETWEEN first_gone AND last_gone AND made_at > oldest_kept)
       OR EXISTS (SELECT 1 FROM audit_auditentry WHERE id BETWEEN first_gone AND last_gone AND at > oldest_kept) THEN
        RAISE EXCEPTION 'this month of the audit log holds younger entries' USING ERRCODE = 'check_violation';
    END IF;
    SELECT count(*) INTO gone FROM audit_auditentry WHERE id BETWEEN first_gone AND last_gone;
    INSERT INTO audit_forgottenmonth (month, first_id, last_id, entries, forgotten_at)
        VALUES ((begins AT TIME ZONE 'UTC')::date, first_gone, last_gone, gone, now());
    DELETE FROM audit_auditconcern WHERE entry_id BETWEEN first_gone AND last_gone;
    DELETE FROM audit_auditentry WHERE id BETWEEN first_gone AND last_gone;
    RETURN gone;
END $$;
REVOKE ALL ON FUNCTION audit_forget_month(date, integer) FROM PUBLIC;

CREATE FUNCTION audit_refuse_unless_forgotten() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    entry bigint := CASE TG_TABLE_NAME WHEN 'audit_auditconcern' THEN (to_jsonb(OLD)->>'entry_id')::bigint ELSE OLD.id END;
BEGIN
    IF EXISTS (SELECT 1 FROM audit_forgottenmonth WHERE entry BETWEEN first_id AND last_id) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
DROP TRIGGER audit_entry_append_only ON audit_auditentry;
DROP TRIGGER audit_concern_append_only ON audit_auditconcern;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE ON audit_auditentry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_concern_append_only BEFORE UPDATE ON audit_auditconcern
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_auditentry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_unless_forgotten();
CREATE TRIGGER audit_concern_kept BEFORE DELETE ON audit_auditconcern
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_unless_forgotten();
CREATE TRIGGER audit_forgottenmonth_append_only BEFORE UPDATE OR DELETE ON audit_forgottenmonth
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
"""

KEEP = """
DROP TRIGGER audit_forgottenmonth_append_only ON audit_forgottenmonth;
DROP TRIGGER audit_concern_kept ON audit_auditconcern;
DROP TRIGGER audit_entry_kept ON audit_auditentry;
DROP TRIGGER audit_entry_append_only ON audit_auditentry;
DROP TRIGGER audit_concern_append_only ON audit_auditconcern;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_auditentry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_concern_append_only BEFORE UPDATE OR DELETE ON audit_auditconcern
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
DROP FUNCTION audit_refuse_unless_forgotten();
DROP FUNCTION audit_forget_month(date, integer);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="ForgottenMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(unique=True)),
                ("first_id", models.BigIntegerField()),
                ("last_id", models.BigIntegerField()),
                ("entries", models.BigIntegerField()),
                ("forgotten_at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(FORGET, KEEP),
    ]
