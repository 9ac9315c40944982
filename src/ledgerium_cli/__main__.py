"""`python -m ledgerium_cli` is `ledgerium`."""

from ledgerium_cli.cli.app import main

main()
