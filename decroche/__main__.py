"""python -m decroche"""

import sys

from decroche.cli.main import main

sys.exit(main())
