"""What a template may say: functions only, since through a module it would reach the whole program."""

from __future__ import annotations

from types import FunctionType, SimpleNamespace

from reports import unread, wording

WORDS = SimpleNamespace(**{
    name: one
    for module in (wording, unread)
    for name, one in vars(module).items()
    if isinstance(one, FunctionType) and not name.startswith("_") and one.__module__ == module.__name__
})  # fmt: skip
"""The functions of our wording by name."""
