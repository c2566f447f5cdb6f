"""Names that are code, markup, paths or commands somewhere, for every place of a model file where a name can stand."""

EVIL = "__import__('pathlib').Path('ran').touch()"

PRINTABLE = (
    *(
        "file",
        "allow_pickle",
        "graph",
        "image",
        "probabilities",
        "constructor",
        "__proto__",
        "toString",
        "None",
        "self",
    ),
    *(f"coding: raw_unicode_escape \\u000a{EVIL}", f"coding: unicode_escape \\u000a{EVIL} #", "-*- coding: utf-7 -*-"),
    *('"""', "'''", "\\", "\\'", f"');{EVIL}#", f'");{EVIL}#', f"{{{EVIL}}}", "%s%n", "$(touch ran)", "`touch ran`"),
    *("<script>alert(1)</script>", "</script><script>alert(1)</script>", "<!--", "]]>", "&lt;&amp;&#60;"),
    *("<img src=x onerror=alert(1)>", '" onload="alert(1)', "' onload='alert(1)", "javascript:alert(1)"),
    *("data:text/html,<script>alert(1)</script>", "![a](https://evil.example/a.png)", "[a](https://evil.example)"),
    *("<https://evil.example>", "www.evil.example", "me@evil.example", "$\\href{https://evil.example}{a}$"),
    *("# heading", "- list", "1. list", "> quote", "```python", "    code", "a|b", "| --- |", "***", "~"),
    *(
        "../../x",
        "/etc/passwd",
        "\\\\evil.example\\share\\m",
        "C:/x",
        "con",
        ".",
        "..",
        ".npy",
        "a.weight",
        "a/b",
        "-rf",
    ),
    *("=1+1", "+cmd|' /C calc'!A0", "&model=gap10", "#i=x", "?model=evil", "gap10", "x" * 200),
    *("数字", "می\u200cروم", "👩\u200d🔬", "a\u200bb", "\ufeffa", "e\u0301"),
)
"""Names that a model may have: they must be plain text wherever they are written."""

REFUSED = (
    *("a\nb", "a\rb", "a\r\nb", "a\tb", "a\vb", "a\fb", "a\u2028b", "a\u2029b", "a\x85b"),
    *("a\0b", "a\x1b[31mb", "a\x07b", "a\x7fb", "a\x9bb"),
    *("\ud800", "a\udfffb", "a\u202eb", "a\u2066b", "a\u202a", "x" * 401),
    f"coding: raw_unicode_escape\n\\u000a{EVIL}",
)
"""Names that no file of a model may contain."""

HOSTILE_NAMES = (*PRINTABLE, *REFUSED, "", " ")
