"""Accounts, sessions, devices, one-time codes, tokens: how a person proves who they are."""

from alongside.identity.models.account import Account, ServiceToken, Token, open_accounts
from alongside.identity.models.code import OneTimeCode
from alongside.identity.models.provider import IdentityProvider, LinkedIdentity
from alongside.identity.models.session import Device, Session
from alongside.identity.models.support import SupportAccess
from alongside.identity.models.tally import Tally

__all__ = [
    "Account",
    "Device",
    "IdentityProvider",
    "LinkedIdentity",
    "OneTimeCode",
    "ServiceToken",
    "Session",
    "SupportAccess",
    "Tally",
    "Token",
    "open_accounts",
]
