"""The fixtures that every test may ask for; they live in tests/support."""

from tests.support.dovecot import dovecot as dovecot
from tests.support.dovecot import user as user
