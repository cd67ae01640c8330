"""The NHS components' macros, in an environment of their own: they lean on undefined values, ours must not."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from jinja2 import ChainableUndefined, Environment, PackageLoader, Undefined
from markupsafe import Markup

AS_IS = (str, int, float, Undefined)


def component(name: str, params: Mapping[str, Any] | None = None) -> Markup:
    """Render one NHS component, such as `component("error-summary", {...})`."""
    return Markup(_macro(name)(_plain(params or {})))  # noqa: S704 - the macros escape for themselves


@cache
def _environment() -> Environment:
    """Build the environment the macros were written for: chainable undefined values, always escaping."""
    return Environment(
        loader=PackageLoader("nhsuk_frontend_jinja"),
        undefined=ChainableUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@cache
def _macro(name: str) -> Callable[[dict[str, Any]], str]:
    """Find a macro by its component's name: error-summary holds the macro errorSummary."""
    module = _environment().get_template(f"nhsuk/components/{name}/macro.jinja").module
    macro: Callable[[dict[str, Any]], str] = getattr(module, re.sub(r"-(\w)", lambda m: m[1].upper(), name))
    return macro


def _plain(value: Any) -> Any:
    """Copy parameters with lazy sentences said out loud: the macros only recognise real strings."""
    if value is None or isinstance(value, AS_IS):
        return value
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value)
