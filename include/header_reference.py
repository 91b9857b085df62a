#!/usr/bin/env python3
"""Makes a reference in Markdown of what headers declare and say: header_reference.py HEADER...

A comment belongs to the declarations that follow it without a blank line. Bodies of
functions, private members and what is named `detail` are left out."""

import re
import sys
from pathlib import Path

# What begins a body; what ends in "{" otherwise are types, whose members count.
BODY = re.compile(r"^(?!.*\b(struct|class|enum|namespace|extern)\b[^()]*\{).*\{")


def drop_bodies(lines):
    """`inline int f() { … }` becomes `inline int f();`, wherever the body ends."""
    result, statement, depth, skipping = [], "", 0, False
    for line in lines:
        if skipping:
            depth += line.count("{") - line.count("}")
            skipping = depth > 0
            continue
        is_code = not line.lstrip().startswith(("//", "#"))
        statement = statement + " " + line.strip() if is_code and line.strip() else ""
        if is_code and re.search(r"(?<!= ){", line) and "(" in statement and BODY.match(statement):
            depth = line.count("{") - line.count("}")
            skipping = depth > 0
            line = line[:re.search(r"(?<!= ){", line).start()].rstrip()
            # A constructor's initialisers are its own affair, too.
            line = re.sub(r"\)\s*(const)?\s*:.*", r")", line) + ";"
            if line.lstrip().startswith(":"):
                line = ""
                result[-1] += ";"
        if line.rstrip().endswith((";", "{", "}", ":")):
            statement = ""
        result.append(line)
    return result


def drop_hidden(lines):
    """Without private members and namespaces of details."""
    result, end = [], None
    for line in lines:
        if end:
            end = None if re.match(end, line) else end
        elif line.strip() == "private:":
            end = line[:len(line) - len(line.lstrip())] + r"(\};|public:)"
        elif line.startswith("namespace detail"):
            end = "} // namespace detail"
        else:
            result.append(line)
    return result


def read_comments(text):
    """Comments of C in the form of those of C++, so that there is one form."""
    def convert(match):
        lines = [line.strip().lstrip("*").strip() for line in match[1].strip().split("\n")]
        return "\n".join("/// " + line for line in lines)
    return re.sub(r"^/\*(?![*=-])(.*?)\*/$", convert, text, flags=re.M | re.S)


def find_groups(lines):
    """(comment, declarations) pairs; a section's name is a comment without declarations."""
    comment, code = [], []
    for line in [*lines, ""]:
        is_comment = line.lstrip().startswith("///")
        if line.lstrip().startswith("//") and not is_comment:
            continue  # of those who read the source
        if code and (is_comment or not line.strip()):
            yield comment, code
            comment, code = [], []
        if is_comment:
            comment.append(line.lstrip()[3:].strip())
        elif not line.strip():
            if comment:
                yield comment, []
            comment = []
        elif re.match(r"#define \w+ ", line) or not line.startswith("#") and "extern \"C\"" not in line:
            code.append(line)


def take_banner(text):
    """The title, the prose and what follows the banner, in either language."""
    banner = re.match(r"(/\*===-|//===-) \S+ - (.*?) -+===.*?\n(.*?)(\\\*===.*?\*/|//===-+===//)\n",
                      text, re.S)
    prose = [re.sub(r"^(//|\|\*) ?", "", line).rstrip() for line in banner[3].split("\n")]
    prose = [re.sub(r"^  +", "    ", line) for line in prose] # An example: four make it code.
    while "" in prose and "SPDX" in " ".join(prose):
        prose = prose[prose.index("") + 1:]
    return banner[2], "\n".join(prose).strip(), text[banner.end():]


def describe(path):
    title, prose, text = take_banner(path.read_text())
    language = "cpp" if "namespace" in text else "c"
    outside = ("}", "} // namespace mpc", "namespace mpc {")
    lines = drop_hidden(drop_bodies(read_comments(text).split("\n")))
    lines = [line for line in lines if line not in outside]
    print(f"# <{path.parent.name}/{path.name}>: {title}\n")
    if prose:
        print(prose + "\n")
    for comment, code in find_groups(lines):
        words = " ".join(comment)
        if section := re.fullmatch(r"--- (.*) ---", words):
            print(f"## {section[1].capitalize()}\n")
            continue
        if words:
            print(words + "\n")
        if code and code != ["};"]:
            print(f"```{language}\n" + "\n".join(code) + "\n```\n")


for name in sys.argv[1:]:
    describe(Path(name))
