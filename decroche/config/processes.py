"""Whether another process of this machine is running, by the means of each system."""

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
        # Not os.kill(process, 0): on Windows 0 is CTRL_C_EVENT, which would end the process.
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = ctypes.c_void_p
        handle = ctypes.c_void_p(kernel.OpenProcess(_QUERY, False, process))
        if not handle:
            return ctypes.get_last_error() == _ACCESS_DENIED
        code = ctypes.c_ulong()
        has_code = kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return bool(has_code) and code.value == _STILL_ACTIVE
else:

    def _exists(process: int) -> bool:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True  # it runs under another account
        return True


def is_running(process: int | None) -> bool:
    """Whether a process with this id is running; False for None."""
    return process is not None and process > 0 and _exists(process)
