"""A refusal: nothing of the call happens."""


class Refusal(Exception):
    """The code of the problem and the JSON pointer to what is wrong."""

    def __init__(self, code, path):
        super().__init__(code, path)
        self.code, self.path = code, path


def refuse_if(wrong, code, path):
    """Refuses where something is wrong."""
    if wrong:
        raise Refusal(code, path)


def join(path, *parts):
    """A pointer further down."""
    return "/".join([path, *map(str, parts)])
