"""Are the tables those of this version? Read as the role of the running product, which is enough to look."""

from __future__ import annotations

from django.db import ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor


def migrations_waiting() -> list[str]:
    """ "people.0025_provisioning" for each change of the tables that this version still has to make."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def migrations_unknown() -> list[str]:
    """Changes that the database has seen and this version lacks: a newer version was here."""
    loader = MigrationExecutor(connection).loader
    return sorted(f"{app}.{name}" for app, name in set(loader.applied_migrations) - set(loader.graph.nodes))


def are_up_to_date() -> bool:
    """False where anything waits, or where this role may not even look: the owner has to come first."""
    try:
        return not migrations_waiting()
    except ProgrammingError:
        connection.close()
        return False
