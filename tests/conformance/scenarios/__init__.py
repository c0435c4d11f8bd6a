"""The scenarios, by name. Each has a `Stage`, made once, and steps: every public function is one."""

from __future__ import annotations

from types import ModuleType

from scenarios import (
    apps,
    attributes,
    broken_lines,
    call_endings,
    calls,
    channels,
    invoke,
    java_forms,
    limits,
    messages,
    refusals,
    sign_in,
)

ALL: dict[str, ModuleType] = {
    module.__name__.removeprefix("scenarios."): module
    for module in (
        sign_in,
        refusals,
        messages,
        broken_lines,
        channels,
        attributes,
        invoke,
        calls,
        call_endings,
        java_forms,
        limits,
        apps,
    )
}
