"""`python -m intake`: the command line without an installed script."""

from intake.cli import main

main()
