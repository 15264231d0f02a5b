"""What the folder made by PyInstaller starts: the command line; without words, the desk.

Parts of Décroche that read somebody's file run as processes of their own, started with
`sys.executable -m MODULE`; here sys.executable is this program, so it does what Python would.
"""

import multiprocessing
import runpy
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()
    if sys.argv[1:2] == ["-m"]:
        del sys.argv[1]
        module = sys.argv.pop(1)
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    else:
        from decroche.cli.main import main, open_desk

        sys.exit(main() if len(sys.argv) > 1 else open_desk())
