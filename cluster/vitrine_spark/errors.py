"""What goes wrong, said as the command line says it: what happened, and what to do about it."""


class VitrineError(Exception):
    """An error with its code (those of the TypeScript library), a message and a remedy."""

    def __init__(self, code: str, message: str, remedy: str = '') -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy


def bad_options(message: str, remedy: str) -> VitrineError:
    """An error about what was given: an option, a path, the content of a log."""
    return VitrineError('bad-options', message, remedy)
