"""What a click on the application starts."""

import multiprocessing
import sys

from decroche.cli.main import open_desk

if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(open_desk())
