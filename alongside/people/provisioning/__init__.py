"""SCIM 2.0: an identity provider adds people, changes directory data and ends access, over the same services."""
