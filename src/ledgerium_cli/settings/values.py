"""Validates values of settings, from a file or from the environment."""

from __future__ import annotations

import re

from ledgerium_cli.output.place import STANDARD_OUTPUT, names_folder
from ledgerium_cli.settings.checked import CHECKS, Check
from ledgerium_cli.settings.options import Option

TEXT = r"^[^\u0000-\u001f\u007f-\u009f]+$(?!\n)"
"""Any text without control characters."""
WORDS = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}


def from_file(option: Option, value: object) -> object:
    """A TOML value as the command line takes it. Raises ValueError that says what to write instead."""
    match option.kind:
        case "flag" if isinstance(value, bool):
            return value
        case "number" if isinstance(value, int | float) and not isinstance(value, bool):
            return _in_range(option, value)
        case "whole" if isinstance(value, int) and not isinstance(value, bool):
            return _in_range(option, value)
        case "texts" if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return _checked(option, [_text(option, one) for one in value])
        case "text" if isinstance(value, str):
            return _checked(option, [_text(option, value)])[0]
        case "path" if isinstance(value, str):
            return _path(option, _text(option, value))
    raise ValueError(f"write {_what_to_write(option)}")


def from_environment(option: Option, text: str) -> object:
    """The same for the text of a variable. Raises ValueError."""
    match option.kind:
        case "flag":
            value = WORDS.get(text.strip().lower())
            if value is None:
                raise ValueError(f"write one of {', '.join(WORDS)}")
            return value
        case "number" | "whole":
            try:
                return _in_range(option, int(text) if option.kind == "whole" else float(text))
            except ValueError:
                raise ValueError(f"write {_what_to_write(option)}") from None
        case "texts":
            return from_file(option, _words(text))
    return from_file(option, text)


def _words(text: str) -> list[str]:
    import shlex

    try:
        return shlex.split(text)
    except ValueError:
        raise ValueError("close its quotes, which keep words together as in a shell") from None


def _in_range(option: Option, value: float) -> float:
    low, high = option.least, option.most
    if value != value or (low is not None and value < low) or (high is not None and value > high):
        raise ValueError(f"write {_what_to_write(option)}")
    return value


def _text(option: Option, value: str) -> str:
    if not re.fullmatch(TEXT, value):
        raise ValueError("write a text that is not empty, without control characters")
    if option.choices and value not in option.choices:
        raise ValueError(f"write {_what_to_write(option)}")
    return value


def _checked(option: Option, texts: list[str]) -> list[str]:
    """Raises ValueError with the faults of all texts."""
    check = CHECKS.get(option.key)
    if check is not None and texts:
        faults = [fault for one in texts if (fault := _fault(check, [one]))] or [_fault(check, texts)]
        if any(faults):
            raise ValueError("; ".join(faults))
    return texts


def _fault(check: Check, texts: list[str]) -> str:
    try:
        check(texts)
    except ValueError as error:
        return str(error)
    return ""


def _path(option: Option, value: str) -> str:
    if option.is_one_file and names_folder(value):
        raise ValueError("write the name of a file: with a slash at its end it is that of a folder")
    if value == STANDARD_OUTPUT and not option.is_standard:
        raise ValueError(
            "write the name of a file or a folder: - means standard output, and files are written"
        )
    return value


def _what_to_write(option: Option) -> str:
    if option.choices:
        return f"one of {', '.join(option.choices)}"
    if option.kind in ("number", "whole") and None not in (option.least, option.most):
        return f"a {'whole ' * (option.kind == 'whole')}number from {option.least} to {option.most}"
    return {
        "flag": "true or false",
        "number": "a number",
        "path": "a path in quotes",
        "text": "a text in quotes",
        "whole": "a whole number",
        "texts": 'a list of texts, ["…"]',
    }[option.kind]
