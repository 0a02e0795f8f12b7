"""`python -m daemon.cli`: the same as the command `watchdesk`."""

from daemon.cli import main

main()
