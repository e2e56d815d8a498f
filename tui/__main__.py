"""`python -m tui` is the same as `backdrill`."""

import sys

from tui.command_line import main

if __name__ == "__main__":
    sys.exit(main())
