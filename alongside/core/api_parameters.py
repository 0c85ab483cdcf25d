"""Parameters that an address of the API does not know are refused, as unknown fields of a body are.

A program that sends `?q=` to a list without such a filter would take the whole list for what was found.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.utils.translation import gettext as _
from ninja import Router
from ninja.errors import ValidationError
from ninja.operation import Operation

from alongside.core.api import ApiRequest


def refuse_unknown_parameters(router: Router) -> None:
    """For every operation of a router and of those below it. Called once, before the router gets its address."""
    for view in router.path_operations.values():
        for operation in view.operations:
            operation.view_func = _checked(operation.view_func, parameters_of(operation))
    for _prefix, below, _tags in router._routers:  # no public way leads there; a test asks every address
        refuse_unknown_parameters(below)


def parameters_of(operation: Operation) -> list[str]:
    """Names that the address may carry behind its "?"."""
    models = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    return sorted(name for model in models for name in model.__ninja_flatten_map__)


def _checked(answer: Callable[..., Any], known: list[str]) -> Callable[..., Any]:
    @wraps(answer)
    def checked(request: ApiRequest, **values: Any) -> Any:
        unknown = sorted(set(request.GET) - set(known))
        if unknown:
            raise ValidationError([{"loc": ("query", name), "msg": _not_known(known)} for name in unknown])
        return answer(request, **values)

    return checked


def _not_known(known: list[str]) -> str:
    if not known:
        return _("This address takes no parameters.")
    return _("This address does not know this parameter. It knows: %(names)s.") % {"names": ", ".join(known)}
