"""Files that hold other files: archives and mails in mails. One file a kind, one table CONTAINERS."""
