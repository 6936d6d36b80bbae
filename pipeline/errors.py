"""What can go wrong, said in one line: what, where, how to mend it."""

from __future__ import annotations

from traceback import walk_tb


class SapxepError(Exception):
    """A problem of the user's input or options; the command line prints it and exits with code 2."""


class PackError(SapxepError):
    """A language pack that cannot be used: the file, the entry and what is wrong with it."""


def was_interrupted(error: BaseException) -> bool:
    """Whether Ctrl-C is what an error came of: libraries in C that it strikes as they load raise their own errors."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, KeyboardInterrupt):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def place_of(error: BaseException) -> str:
    """Module and line of this package that an error came out of, the innermost one."""
    home = __name__.rpartition(".")[0] + "."
    places = [(frame.f_globals.get("__name__", ""), line) for frame, line in walk_tb(error.__traceback__)]
    own = [f"{name.removeprefix(home)}:{line}" for name, line in places if name.startswith(home)]
    return own[-1] if own else "unknown place"
