"""When somebody's own calendar says that they are busy: one interface, a module per kind of calendar."""
