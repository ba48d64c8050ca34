"""`python -m intake`: the command line without an installed script."""

from intake.start import main

main()
