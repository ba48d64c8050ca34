"""The fixtures that every test may ask for; they live in tests/support."""

from tests.support.dovecot import dovecot as dovecot
from tests.support.dovecot import user as user
from tests.support.smtpsink import secure_smtp as secure_smtp
from tests.support.smtpsink import smtp as smtp
from tests.support.smtpsink import smtp_authority as smtp_authority
