"""Temporary access for supporters: opened by an administrator, ended by time or by one press."""
