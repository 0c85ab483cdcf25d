"""The database itself refuses to change or take back what was released about units, whoever asks."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION one_on_ones_released() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was released stays as it is' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER one_on_ones_release_stays BEFORE UPDATE OR DELETE ON one_on_ones_monthrelease
    FOR EACH ROW EXECUTE FUNCTION one_on_ones_released();
CREATE TRIGGER one_on_ones_cell_stays BEFORE UPDATE OR DELETE ON one_on_ones_unitmonth
    FOR EACH ROW EXECUTE FUNCTION one_on_ones_released();
"""

ALLOW = """
DROP TRIGGER one_on_ones_release_stays ON one_on_ones_monthrelease;
DROP TRIGGER one_on_ones_cell_stays ON one_on_ones_unitmonth;
DROP FUNCTION one_on_ones_released();
"""


class Migration(migrations.Migration):
    dependencies = [("one_on_ones", "0006_month_releases")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
