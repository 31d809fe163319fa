"""``python -m tenfold.web COMMAND``: migrate, check, and Django's other commands."""

from tenfold.web.manage import main

main()
