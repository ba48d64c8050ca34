"""The fixtures that every test may ask for; they live in tests/support.

Drawn examples are the same in every run, so that a gate says the same of the same code;
``HYPOTHESIS_PROFILE=exploring`` draws new ones.
"""

import os

import pytest
from hypothesis import settings

from tests.support.apps import office as office
from tests.support.desks import desk_client as desk_client
from tests.support.desks import desk_program as desk_program
from tests.support.dovecot import dovecot as dovecot
from tests.support.dovecot import user as user
from tests.support.installations import bare as bare
from tests.support.installations import installed as installed
from tests.support.postgres import postgres as postgres
from tests.support.smtpsink import secure_smtp as secure_smtp
from tests.support.smtpsink import smtp as smtp
from tests.support.smtpsink import smtp_authority as smtp_authority
from tests.support.stores import database as database
from tests.support.stores import empty_url as empty_url
from tests.support.stores import postgres_template as postgres_template
from tests.support.stores import sqlite_template as sqlite_template
from tests.support.stores import store as store
from tests.support.stores import store_url as store_url

settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("exploring", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that hold slow tests come first: the longest journey must not begin when all else is done."""
    slow = {item.path for item in items if item.get_closest_marker("slow") is not None}
    items.sort(key=lambda item: item.path not in slow)
