"""What can go wrong, said in one line: what, where, how to mend it."""


class SapxepError(Exception):
    """A problem of the user's input or options; the command line prints it and exits with code 2."""


class PackError(SapxepError):
    """A language pack that cannot be used: the file, the entry and what is wrong with it."""
