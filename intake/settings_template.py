"""The commented settings file that `intake init` writes; text only."""

TEMPLATE = """\
# Settings of one installation of the intake. Environment variables win over this file:
# INTAKE_DATABASE_URL, INTAKE_MAILBOX__HOST, INTAKE_SMTP__PASSWORD__VALUE ...
# `intake check` tests every line and says how to cure what is wrong.

# Which campaign this mailbox serves: an id of those shipped, or of a file in campaigns_folder.
campaign = "course-catalogue-2025"
# campaigns_folder = "campaigns"

# SQLite by default; "postgresql://user@host/name" for more than one machine.
database_url = "sqlite:///intake.db"
# A folder, or any fsspec URL. The raw messages here and the officer's decisions are the only truth.
archive_url = "archive"

# Nobody is mailed until this is true. `intake send --out FOLDER` shows what would go.
sending = false
# Who gets the morning digest; empty: the officer of the campaign.
digest_to = []

# The key that signs the references in letters. Made by `intake init`; keep it, and keep it secret.
[secret]
file = "intake.secret"

[mailbox]
host = ""                      # imap.example.vn
# port = 993                   # default: 993 for tls, 143 for starttls
security = "tls"               # tls | starttls; "none" is only for this machine itself
username = ""
auth = "password"              # password | xoauth2 (the secret is then an access token)
folders = ["INBOX"]
# ca_file = "ca.pem"           # an own certificate authority
timeout_seconds = 60
# What becomes of a message once it is committed: move it, mark it with a keyword, or nothing.
acknowledge = "move"           # move | keyword | none
processed_folder = "Da-tiep-nhan"
keyword = "$IntakeDone"
# sent_folder = "Sent"         # where copies lie, and a letter that may have left is looked for
# Names under which your own mail server writes Authentication-Results; mail that failed its checks
# then changes nothing that was confirmed. The server must remove such headers of others.
# authserv_ids = ["mx.example.vn"]

# Exactly one of: file, command (a program that prints it), or INTAKE_MAILBOX__PASSWORD__VALUE.
[mailbox.password]
# file = "mailbox.password"
# command = "pass show intake/mailbox"

[smtp]
host = ""                      # smtp.example.vn
# port = 587                   # default: 465 for tls, 587 for starttls
security = "starttls"
username = ""
auth = "password"
sender = ""                    # the From address: the submission mailbox
sender_name = ""

[smtp.password]
# file = "smtp.password"

[schedule]                     # for `intake run`; cron users call the commands themselves
poll_seconds = 300
idle = true                    # a new mail is handled within seconds where the server has IDLE
send_seconds = 60
ask_seconds = 300
settle_minutes = 10            # wait that long after a unit's last mail before answering it

[reading]                      # each message is read in a worker process with limits
workers = "auto"               # one for each CPU, at most 4; 0: none, and no limits
memory_mb = 1536               # of one worker
cpu_seconds = 30               # for one file of a message
wall_seconds = 60              # likewise
ocr = false                    # true: scans are recognised by tesseract, as suggestions for the officer

[officer]                      # the officer's word by mail: the links of the digest
by_mail = "verified"           # needs authserv_ids; unverified: believes the From address; off
addresses = []                 # whose orders count besides the officer of the campaign

[desk]                         # `intake desk`, the officer's web pages; accounts: `intake user add`
host = "127.0.0.1"
port = 8025
# public_url = "https://desk.example.vn"  # where a proxy shows it; cookies then travel over TLS only
# client_header = "X-Forwarded-For"       # the one header of the proxy that is believed
idle_minutes = 60
session_hours = 12

[privacy]
backups = []                   # places where copies lie, each is named in the report of an erasure
erase_within_hours = 72        # in what time they are to be clean
retention_days = 0             # after how long a backup is overwritten by itself; 0: never

[operator]                     # who keeps the service running; troubles are mailed once, and once when over
mail_to = []                   # ["admin@sogddt.example"]; empty: only the log and `intake watch` tell
disk_free_mb = 1024            # less free space than this is a trouble

[log]
format = "human"               # human | json
level = "info"
"""
