"""A worker's process gives up what it never needs: the network, much memory, and outliving the server."""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import resource
import signal

SOCKET = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""The architecture as the kernel calls it, and its number of the call that makes a socket."""
_SET_DEATH_SIGNAL, _SET_SECCOMP, _SET_NO_NEW_PRIVILEGES, _FILTER = 1, 22, 38, 2
_LOAD, _SAME, _RETURN, _ALLOW, _REFUSE = 0x20, 0x15, 0x06, 0x7FFF0000, 0x00050001


class _Step(ctypes.Structure):
    _fields_ = [("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint)]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step))]


def confine(memory: int) -> bool:
    """Bound the memory of this process to so many MiB more than it has, and close the network to it.

    It dies with its parent, and leaves no core. Returns whether the kernel keeps it from making sockets (Linux on
    x86_64 and aarch64, by seccomp); `guards` refuses what would need one in any case.
    """
    silent = os.open(os.devnull, os.O_RDWR)
    os.dup2(silent, 0)
    os.dup2(silent, 2)  # an engine out of memory prints its stack; the server says what happened in one line
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_DATA, (bound := _data() + (memory << 20), bound))
    if platform.system() != "Linux":
        return False
    die_with_parent()
    kernel = ctypes.CDLL(None, use_errno=True)
    if platform.machine() not in SOCKET:
        return False
    architecture, call = SOCKET[platform.machine()]
    steps = (_Step * 6)(
        _Step(_LOAD, 0, 0, 4), _Step(_SAME, 0, 3, architecture),  # another architecture has other numbers
        _Step(_LOAD, 0, 0, 0), _Step(_SAME, 0, 1, call),
        _Step(_RETURN, 0, 0, _REFUSE), _Step(_RETURN, 0, 0, _ALLOW),
    )  # fmt: skip
    program = _Program(len(steps), steps)
    kernel.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return bool(kernel.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


def die_with_parent() -> None:
    """Let the kernel end this process when the one that started it is gone, however it went (Linux)."""
    if platform.system() == "Linux":
        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


def _data() -> int:
    """Bytes of private memory that the process has mapped already."""
    with contextlib.suppress(OSError), open("/proc/self/statm") as statm:  # noqa: PTH123
        return int(statm.read().split()[5]) * os.sysconf("SC_PAGE_SIZE")
    return 0
