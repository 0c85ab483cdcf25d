"""What the web role may do in the database: everything but rewriting the audit log and changing tables.

Old months of the log go by the owner's function audit_forget_month alone, which takes whole months of a certain age.
"""

from __future__ import annotations

from django.db import connection

from alongside.config import cluster

_GRANTS = f"""
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{cluster.WEB}') THEN CREATE ROLE {cluster.WEB} NOLOGIN; END IF;
END $$;
GRANT USAGE ON SCHEMA public TO {cluster.WEB};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {cluster.WEB};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {cluster.WEB};
REVOKE UPDATE, DELETE, TRUNCATE ON audit_auditentry, audit_auditconcern, audit_seal FROM {cluster.WEB};
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON audit_forgottenmonth FROM {cluster.WEB};
GRANT EXECUTE ON FUNCTION audit_forget_month(date, integer) TO {cluster.WEB};
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {cluster.WEB};
"""


def grant_web_role() -> None:
    """Run as the owner after every migration."""
    with connection.cursor() as cursor:
        cursor.execute(_GRANTS)
