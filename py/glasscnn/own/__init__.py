"""Runs a person's code: compiles it, stops it in time, limits what it prints, says in one sentence what is wrong."""

from glasscnn.own.console import Console
from glasscnn.own.deadline import Deadline, Overtime
from glasscnn.own.module import OwnModule
from glasscnn.own.names import names_of
from glasscnn.own.output import Output, printing_to
from glasscnn.own.source import CONSOLE, MODULE, compile_text
from glasscnn.own.trouble import Trouble, trouble_of

__all__ = [
    "CONSOLE",
    "MODULE",
    "Console",
    "Deadline",
    "Output",
    "Overtime",
    "OwnModule",
    "Trouble",
    "compile_text",
    "names_of",
    "printing_to",
    "trouble_of",
]
