#!/usr/bin/env bash
# The role of the running product. PostgreSQL's image runs this once, when the database is made; `alongside migrate`
# says what the role may do. Elsewhere run the same by hand.
set -euo pipefail
psql --set ON_ERROR_STOP=1 --set "password=$WEB_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE alongside_web LOGIN PASSWORD :'password' NOSUPERUSER NOCREATEDB NOCREATEROLE;
SQL
