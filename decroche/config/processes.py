"""Other processes of this machine, asked the way each system wants it."""

from __future__ import annotations

import os
import sys

if sys.platform == "win32":
    import ctypes

    _QUERY = 0x1000
    """PROCESS_QUERY_LIMITED_INFORMATION"""
    _STILL_ACTIVE = 259
    _ACCESS_DENIED = 5

    def _exists(process: int) -> bool:
        # os.kill(process, 0) would end it here: 0 is CTRL_C_EVENT.
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = ctypes.c_void_p
        handle = ctypes.c_void_p(kernel.OpenProcess(_QUERY, False, process))
        if not handle:
            return ctypes.get_last_error() == _ACCESS_DENIED
        code = ctypes.c_ulong()
        known = kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return bool(known) and code.value == _STILL_ACTIVE
else:

    def _exists(process: int) -> bool:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True  # somebody else's
        return True


def is_running(process: int | None) -> bool:
    """Whether a process of this number is running; no number is no process."""
    return process is not None and process > 0 and _exists(process)
