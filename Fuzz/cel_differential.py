#!/usr/bin/env python3
"""Compares bare expressions with cel-expr-python, the official C++ implementation of CEL.

    pip install cel-expr-python
    swift build --product cel-conformance
    Fuzz/cel_differential.py --count 100000 --seed 1

Makes expressions that mostly fit their types, asks both implementations for type and value, and prints every difference
that docs/reference/expressions-conformance.md ("Differences from the C++ implementation") does not explain.
Exit status: 0 where there is none, 1 where there are some.
"""

import argparse
import datetime
import json
import random
import re
import struct
import subprocess
import sys
from collections import Counter
from fractions import Fraction

from cel_expr_python import cel
from cel_expr_python.ext import ext_bindings, ext_encoders, ext_math, ext_strings

UTC = datetime.timezone.utc
T = cel.Type

# name: (kind, the other's type, the other's value, how it is written)
SCENES = [
    {
        "b": ("bool", T.BOOL, True, "true"),
        "i": ("int", T.INT, 7, "7"),
        "j": ("int", T.INT, -3, "-3"),
        "k": ("int", T.INT, 9223372036854775807, "9223372036854775807"),
        "u": ("uint", T.UINT, 5, "5u"),
        "d": ("double", T.DOUBLE, 2.5, "2.5"),
        "e": ("double", T.DOUBLE, -0.0, "-0.0"),
        "s": ("string", T.STRING, "añ😀b", "'añ😀b'"),
        "t": ("string", T.STRING, "12", "'12'"),
        "y": ("bytes", T.BYTES, b"a\xff", "b'a\\xff'"),
        "w": ("timestamp", T.TIMESTAMP, datetime.datetime(2024, 2, 29, 23, 59, 59, 257000, UTC),
              "timestamp('2024-02-29T23:59:59.257Z')"),
        "l": ("duration", T.DURATION, datetime.timedelta(hours=-25, milliseconds=3), "duration('-89999.997s')"),
        "li": ("list_int", T.List(T.INT), [3, 1, 2], "[3, 1, 2]"),
        "ls": ("list_string", T.List(T.STRING), ["a", "b", ""], "['a', 'b', '']"),
        "ld": ("list_double", T.List(T.DOUBLE), [1.5, -2.0], "[1.5, -2.0]"),
        "m": ("map", T.Map(T.STRING, T.INT), {"a": 1, "b": 2}, "{'a': 1, 'b': 2}"),
        "x": ("dyn", T.DYN, 3, "dyn(3)"),
        "z": ("dyn", T.DYN, "q", "dyn('q')"),
    },
    {
        "b": ("bool", T.BOOL, False, "false"),
        "i": ("int", T.INT, 0, "0"),
        "j": ("int", T.INT, -9223372036854775808, "-9223372036854775808"),
        "k": ("int", T.INT, 1, "1"),
        "u": ("uint", T.UINT, 18446744073709551615, "18446744073709551615u"),
        "d": ("double", T.DOUBLE, 1e300, "1e300"),
        "e": ("double", T.DOUBLE, 9007199254740993.0, "9007199254740993.0"),
        "s": ("string", T.STRING, "", "''"),
        "t": ("string", T.STRING, "-1.5e3", "'-1.5e3'"),
        "y": ("bytes", T.BYTES, b"", "b''"),
        "w": ("timestamp", T.TIMESTAMP, datetime.datetime(1900, 3, 1, tzinfo=UTC), "timestamp('1900-03-01T00:00:00Z')"),
        "l": ("duration", T.DURATION, datetime.timedelta(days=3650), "duration('315360000s')"),
        "li": ("list_int", T.List(T.INT), [], "[1].filter(q, q > 1)"),
        "ls": ("list_string", T.List(T.STRING), ["é"], "['é']"),
        "ld": ("list_double", T.List(T.DOUBLE), [0.0], "[0.0]"),
        "m": ("map", T.Map(T.STRING, T.INT), {"": 0}, "{'': 0}"),
        "x": ("dyn", T.DYN, 2.0, "dyn(2.0)"),
        "z": ("dyn", T.DYN, [1, "a"], "dyn([dyn(1), 'a'])"),
    },
]

KINDS = ["bool", "int", "uint", "double", "string", "bytes", "timestamp", "duration", "list_int", "list_string",
         "list_double", "map", "null", "type", "dyn"]
ELEMENTS = {"list_int": "int", "list_string": "string", "list_double": "double"}
INTS = ["0", "1", "2", "3", "-1", "-7", "10", "64", "9223372036854775807", "-9223372036854775808", "0x1F", "1000000"]
DOUBLES = ["0.0", "1.0", "-1.5", "2.5", "0.1", "1e3", "1e308", "-0.0", "3.999", "9223372036854775807.0", ".5", "1e-320"]
STRINGS = ["''", "'a'", "\"b\"", "'añ😀'", "'12'", "'-7'", "'true'", "'1e2'", "'3.5'", "'a,b,,c'", "' x\\t'", "r'\\d'",
           "'''q'q'''", "'\\u00e9\\x41'", "'ABC'", "'2024-02-29T12:00:00Z'", "'1h2m3.125s'", "'%'", "'.'", "'TRUE'"]
PATTERNS = ["'a'", "'^a.*'", "'[0-9]+'", "'(a|b)*$'", "''", "'\\\\d+'", "'b{2}'", "'('", "'(?i)A'"]
ZONES = ["'UTC'", "'America/New_York'", "'+05:30'", "'-00:30'", "'Asia/Kathmandu'", "'nowhere'", "'02:00'"]
FORMATS = {"double": ["'%.2f'", "'%e'", "'%.3e'", "'%f'"], "int": ["'%d'", "'%x'", "'%X'", "'%o'", "'%b'", "'%s'"],
           "uint": ["'%d'", "'%x'", "'%X'", "'%o'", "'%b'"], "string": ["'%s'", "'%x'", "'a%%%s'", "'%s %s'", "'%d'"],
           "bool": ["'%s'", "'%b'", "'%f'"], "list_int": ["'%s'"]}
BASE64 = ["'aGVsbG8='", "'aGVsbG8'", "'/+8='", "'!'", "''", "'YQ'"]
SEPARATORS = ["','", "' '", "'a'", "'q'", "'b,'"]


class Maker:
    def __init__(self, seed, scene):
        self.random = random.Random(seed)
        self.names = {}
        for name, (kind, *_) in scene.items():
            self.names.setdefault(kind, []).append(name)
        self.locals = []

    def one(self, items):
        return self.random.choice(items)

    def make(self, kind, depth):
        # Now and then something that does not fit: both should refuse it, or find it out when it runs.
        if self.random.random() < 0.015:
            kind = self.one(KINDS)
        if self.random.random() < 0.02:
            return f"dyn({self.make(kind, depth - 1)})" if depth > 0 else self.leaf(kind)
        if depth <= 0 or self.random.random() < 0.15:
            return self.leaf(kind)
        return getattr(self, "of_" + ("list" if kind in ELEMENTS else kind))(kind, depth - 1)

    def leaf(self, kind):
        names = self.names.get(kind, []) + [name for name, k in self.locals if k == kind]
        if names and self.random.random() < 0.55:
            return self.one(names)
        if kind in ELEMENTS:
            items = [self.leaf(ELEMENTS[kind]) for _ in range(self.random.randrange(4))]
            return f"[{', '.join(items)}]"
        return {
            "bool": lambda: self.one(["true", "false"]),
            "int": lambda: self.one(INTS),
            "uint": lambda: self.one(["0u", "1u", "7u", "18446744073709551615u", "0xFFu"]),
            "double": lambda: self.one(DOUBLES),
            "string": lambda: self.one(STRINGS),
            "bytes": lambda: self.one(["b''", "b'a'", "b'\\xff\\x00'", "b'é'", "rb'\\n'"]),
            "timestamp": lambda: self.one([
                "timestamp('2009-02-13T23:31:30Z')", "timestamp(0)", "timestamp('1969-12-31T23:59:59.999999999Z')",
                "timestamp('9999-12-31T23:59:59.999999999Z')", "timestamp('2023-03-12T02:30:00-05:00')"]),
            "duration": lambda: self.one([
                "duration('1s')", "duration('-1h')", "duration('1234567ns')", "duration('100h')", "duration('0')",
                "duration('9223372036s')", "duration('1001ns')"]),
            "map": lambda: self.one(["{'a': 1}", "{}", "{'b': 2, 'c': 3}"]),
            "null": lambda: "null",
            "type": lambda: self.one(["int", "uint", "double", "string", "bool", "bytes", "list", "map", "null_type",
                                      "type", "google.protobuf.Timestamp", "google.protobuf.Duration"]),
            "dyn": lambda: self.one(["dyn(1)", "dyn(1u)", "dyn('a')", "dyn([1, 2])", "dyn(null)", "dyn(1.0)",
                                     "dyn({'a': 1})", "dyn(true)"]),
        }[kind]()

    def scalar(self):
        return self.one(["int", "uint", "double", "string", "bool", "bytes", "timestamp", "duration"])

    def bound(self, name, kind, make):
        self.locals.append((name, kind))
        try:
            return make()
        finally:
            self.locals.pop()

    def name(self):
        return f"v{len(self.locals)}"

    def macro(self, macro, kind, depth):
        """A macro that goes through a list of some kind, or a map's keys."""
        over = self.one(list(ELEMENTS) + ["map"])
        element = ELEMENTS.get(over, "string")
        # In which order a map is gone through is left open: one key has one order.
        receiver = self.make(over, depth) if over != "map" else f"{{{self.make('string', depth)}: 1}}"
        name = self.name()
        body = self.bound(name, element, lambda: self.make(kind, depth - 1))
        return f"{self.grouped(receiver)}.{macro}({name}, {body})"

    def grouped(self, text):
        return text if re.fullmatch(r"[a-z0-9]+|\[[^\[\]]*\]|'[^']*'", text) else f"({text})"

    def conditional(self, kind, depth):
        return f"({self.make('bool', depth)} ? {self.make(kind, depth)} : {self.make(kind, depth)})"

    def common(self, kind, depth):
        """What there is for every kind."""
        name = self.name()
        value = self.one(["int", "string", "double", kind])
        return self.one([
            lambda: self.conditional(kind, depth),
            lambda: self.leaf(kind),
            lambda: f"[{self.make(kind, depth)}, {self.make(kind, depth)}][{self.one(['0', '1', '0', '1', '2', '1u', '0.0'])}]",
            lambda: f"{{'a': {self.make(kind, depth)}}}.a",
            lambda: f"{{{self.make('int', depth)}: {self.make(kind, depth)}}}[{self.make('int', depth)}]",
            lambda: f"cel.bind({name}, {self.make(value, depth)}, "
                    f"{self.bound(name, value, lambda: self.make(kind, depth))})",
        ])()

    def of_bool(self, kind, depth):
        m = self.make
        scalar = self.scalar()
        relation = self.one(["==", "!=", "<", "<=", ">", ">="])
        other = self.one([scalar, scalar, scalar, "dyn"])
        number = self.one(["int", "uint", "double"])
        return self.one([
            lambda: f"{m(scalar, depth)} {relation} {m(other, depth)}",
            lambda: f"{m(scalar, depth)} {relation} {m(scalar, depth)}",
            lambda: f"{m(number, depth)} {relation} {m(self.one(['int', 'uint', 'double']), depth)}",
            lambda: f"({m('bool', depth)} && {m('bool', depth)})",
            lambda: f"({m('bool', depth)} || {m('bool', depth)})",
            lambda: f"!{self.grouped(m('bool', depth))}",
            lambda: f"{m('int', depth)} in {m('list_int', depth)}",
            lambda: f"{m('string', depth)} in {m(self.one(['list_string', 'map']), depth)}",
            lambda: f"{m('list_int', depth)} == {m(self.one(['list_int', 'list_double']), depth)}",
            lambda: f"{m('map', depth)} == {m('map', depth)}",
            lambda: f"{m('type', depth)} == {m('type', depth)}",
            lambda: self.macro(self.one(["all", "exists", "exists_one"]), "bool", depth),
            lambda: f"has({{'a': {m('int', depth)}, 'b': 1}}.{self.one(['a', 'c'])})",
            lambda: f"{self.grouped(m('string', depth))}.{self.one(['contains', 'startsWith', 'endsWith'])}"
                    f"({m('string', depth)})",
            lambda: f"{self.grouped(m('string', depth))}.matches({self.one(PATTERNS)})",
            lambda: f"bool({m(self.one(['string', 'bool']), depth)})",
            lambda: f"math.{self.one(['isNaN', 'isInf', 'isFinite'])}({m('double', depth)})",
            lambda: self.common(kind, depth),
        ])()

    def of_int(self, kind, depth):
        m = self.make
        unary = self.one(["int", "uint", "double", "string", "timestamp"])
        part = self.one(["getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear",
                         "getHours", "getMinutes", "getSeconds", "getMilliseconds"])
        return self.one([
            lambda: f"({m('int', depth)} {self.one('+-*/%')} {m('int', depth)})",
            lambda: f"({m('int', depth)} {self.one('+-*/%')} {m('int', depth)})",
            lambda: f"-{self.grouped(m('int', depth))}",
            lambda: f"int({m(unary, depth)})",
            lambda: f"size({m(self.one(['string', 'bytes', 'list_int', 'map']), depth)})",
            lambda: f"{self.grouped(m('string', depth))}.size()",
            lambda: f"{self.grouped(m('list_int', depth))}[{m('int', depth)}]",
            lambda: f"{self.grouped(m('map', depth))}[{m('string', depth)}]",
            lambda: f"{self.grouped(m('timestamp', depth))}.{part}()",
            lambda: f"{self.grouped(m('timestamp', depth))}.{part}({self.one(ZONES)})",
            lambda: f"{self.grouped(m('duration', depth))}."
                    f"{self.one(['getHours', 'getMinutes', 'getSeconds', 'getMilliseconds'])}()",
            lambda: f"{self.grouped(m('string', depth))}.{self.one(['indexOf', 'lastIndexOf'])}({m('string', depth)})",
            lambda: f"{self.grouped(m('string', depth))}.indexOf({m('string', depth)}, "
                    f"{self.one(['0', '0', '1', '-1'])})",
            lambda: f"math.{self.one(['greatest', 'least'])}({m('int', depth)}, {m('int', depth)})",
            lambda: f"math.{self.one(['abs', 'sign', 'bitNot'])}({m('int', depth)})",
            lambda: f"math.{self.one(['bitAnd', 'bitOr', 'bitXor', 'bitShiftLeft', 'bitShiftRight'])}"
                    f"({m('int', depth)}, {m('int', depth)})",
            lambda: self.common(kind, depth),
        ])()

    def of_uint(self, kind, depth):
        m = self.make
        return self.one([
            lambda: f"({m('uint', depth)} {self.one('+-*/%')} {m('uint', depth)})",
            lambda: f"uint({m(self.one(['int', 'uint', 'double', 'string']), depth)})",
            lambda: f"math.{self.one(['greatest', 'least'])}({m('uint', depth)}, {m('uint', depth)})",
            lambda: f"math.{self.one(['bitAnd', 'bitOr', 'bitXor'])}({m('uint', depth)}, {m('uint', depth)})",
            lambda: f"math.{self.one(['bitShiftLeft', 'bitShiftRight'])}({m('uint', depth)}, {m('int', depth)})",
            lambda: self.common(kind, depth),
        ])()

    def of_double(self, kind, depth):
        m = self.make
        return self.one([
            lambda: f"({m('double', depth)} {self.one('+-*/')} {m('double', depth)})",
            lambda: f"-{self.grouped(m('double', depth))}",
            lambda: f"double({m(self.one(['int', 'uint', 'double', 'string']), depth)})",
            lambda: f"{self.grouped(m('list_double', depth))}[{m('int', depth)}]",
            lambda: f"math.{self.one(['ceil', 'floor', 'round', 'trunc', 'abs', 'sign'])}({m('double', depth)})",
            lambda: f"math.sqrt({m(self.one(['double', 'int', 'uint']), depth)})",
            lambda: f"math.{self.one(['greatest', 'least'])}({m('double', depth)}, {m('double', depth)})",
            lambda: self.common(kind, depth),
        ])()

    def of_string(self, kind, depth):
        m = self.make
        of = self.one(["int", "uint", "double", "bool", "string", "bytes", "timestamp", "duration"])
        return self.one([
            lambda: f"({m('string', depth)} + {m('string', depth)})",
            lambda: f"string({m(of, depth)})",
            lambda: f"{self.grouped(m('string', depth))}.{self.one(['lowerAscii', 'upperAscii', 'trim', 'reverse'])}()",
            lambda: f"{self.grouped(m('string', depth))}.charAt({m('int', depth)})",
            lambda: f"{self.grouped(m('string', depth))}.substring({m('int', depth)})",
            lambda: f"{self.grouped(m('string', depth))}.substring({m('int', depth)}, {m('int', depth)})",
            lambda: f"{self.grouped(m('string', depth))}.replace({m('string', depth)}, {m('string', depth)})",
            lambda: f"{self.grouped(m('string', depth))}.replace({m('string', depth)}, {m('string', depth)}, "
                    f"{m('int', depth)})",
            lambda: f"{self.grouped(m('list_string', depth))}.join({m('string', depth)})",
            lambda: self.format(depth),
            lambda: f"strings.quote({m('string', depth)})",
            lambda: f"base64.encode({m('bytes', depth)})",
            lambda: f"{self.grouped(m('list_string', depth))}[{m('int', depth)}]",
            lambda: self.common(kind, depth),
        ])()

    def format(self, depth):
        kind = self.one(list(FORMATS))
        return f"{self.one(FORMATS[kind])}.format([{self.make(kind, depth)}])"

    def of_bytes(self, kind, depth):
        m = self.make
        return self.one([
            lambda: f"({m('bytes', depth)} + {m('bytes', depth)})",
            lambda: f"bytes({m(self.one(['string', 'bytes']), depth)})",
            lambda: f"base64.decode({self.one(BASE64)})",
            lambda: self.common(kind, depth),
        ])()

    def of_timestamp(self, kind, depth):
        m = self.make
        return self.one([
            lambda: f"({m('timestamp', depth)} {self.one('+-')} {m('duration', depth)})",
            lambda: f"({m('duration', depth)} + {m('timestamp', depth)})",
            lambda: f"timestamp({m(self.one(['string', 'timestamp', 'int']), depth)})",
            lambda: self.common(kind, depth),
        ])()

    def of_duration(self, kind, depth):
        m = self.make
        return self.one([
            lambda: f"({m('duration', depth)} {self.one('+-')} {m('duration', depth)})",
            lambda: f"({m('timestamp', depth)} - {m('timestamp', depth)})",
            lambda: f"duration({m(self.one(['string', 'duration']), depth)})",
            lambda: self.common(kind, depth),
        ])()

    def of_list(self, kind, depth):
        m = self.make
        element = ELEMENTS[kind]
        name = self.name()
        body = lambda: self.bound(name, element, lambda: m("bool", depth - 1))
        choices = [
            lambda: f"[{', '.join(m(element, depth) for _ in range(self.random.randrange(4)))}]",
            lambda: f"({m(kind, depth)} + {m(kind, depth)})",
            lambda: f"{self.grouped(m(kind, depth))}.filter({name}, {body()})",
            lambda: self.macro("map", element, depth),
            lambda: self.common(kind, depth),
        ]
        if element == "string":
            choices.append(lambda: f"{self.grouped(m('string', depth))}.split({self.one(SEPARATORS)})")
            choices.append(lambda: f"{self.grouped(m('string', depth))}.split({self.one(SEPARATORS)}, {m('int', depth)})")
            choices.append(lambda: f"{{{m('string', depth)}: 1}}.map({name}, {name})")
        return self.one(choices)()

    def of_map(self, kind, depth):
        m = self.make
        return self.one([
            lambda: f"{{{m('string', depth)}: {m('int', depth)}, {m('string', depth)}: {m('int', depth)}}}",
            lambda: f"{{{m('string', depth)}: {m('int', depth)}}}",
            lambda: self.common(kind, depth),
        ])()

    def of_null(self, kind, depth):
        return self.common(kind, depth)

    def of_type(self, kind, depth):
        return self.one([
            lambda: f"type({self.make(self.one(KINDS), depth)})",
            lambda: self.common(kind, depth),
        ])()

    def of_dyn(self, kind, depth):
        return self.one([
            lambda: f"dyn({self.make(self.one(KINDS[:12]), depth)})",
            lambda: f"[dyn({self.make('int', depth)}), {self.make('string', depth)}]",
            lambda: self.common(kind, depth),
        ])()


# MARK: The other's answers, in our form

def hexed(data):
    return "".join(f"{byte:02x}" for byte in data)


UNITS = {"h": 3_600_000_000_000, "m": 60_000_000_000, "s": 1_000_000_000, "ms": 1_000_000, "us": 1_000, "ns": 1}


def length(text):
    """-24h59m59.995s, without losing what is below a microsecond."""
    total = sum(int(Fraction(number) * UNITS[unit]) for number, unit in re.findall(r"([0-9.]+)([a-z]+)", text))
    sign = "-" if text.startswith("-") else ""
    whole, part = divmod(total, UNITS["s"])
    return f"D:{sign if whole else ''}{whole}.{sign if part else ''}{part}"


def instant(text):
    """2009-02-13T23:31:30.5Z, without losing what is below a microsecond."""
    head, _, fraction = text.rstrip("Z").partition(".")
    nanoseconds = int((fraction + "000000000")[:9])
    moment = datetime.datetime.strptime(head.zfill(19), "%Y-%m-%dT%H:%M:%S")
    whole = (moment - datetime.datetime(1970, 1, 1)) // datetime.timedelta(seconds=1)
    return f"t:{whole}.{nanoseconds}"


def key(value):
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else "s:" + hexed(value.encode())


def compared(value):
    kind = value.type().name().partition("<")[0]
    if kind == "ERROR":
        return f"error\t{value.value()}"
    if kind == "DURATION":
        return length(str(value))
    if kind == "TIMESTAMP":
        return instant(str(value))
    if kind == "NULL":
        return "null"
    try:
        plain = value.value()
    except TypeError:
        return f"unreadable {kind} {value}"
    if kind == "BOOL":
        return str(plain).lower()
    if kind == "INT":
        return str(plain)
    if kind == "UINT":
        return f"{plain}u"
    if kind == "DOUBLE":
        return "d:nan" if plain != plain else f"d:{struct.unpack('>Q', struct.pack('>d', plain))[0]:x}"
    if kind == "STRING":
        return "s:" + hexed(plain.encode("utf-8", "surrogatepass"))
    if kind == "BYTES":
        return "b:" + hexed(bytes(plain))
    if kind == "LIST":
        return f"[{', '.join(compared(item) for item in plain)}]"
    if kind == "MAP":
        return "{" + ", ".join(sorted(f"{key(k)}: {compared(v)}" for k, v in plain.items())) + "}"
    if kind == "TYPE":
        return "type " + TYPE_NAMES.get(plain.name().partition("<")[0], plain.name())
    return f"{kind} {value}"


TYPE_NAMES = {"TIMESTAMP": "google.protobuf.Timestamp", "DURATION": "google.protobuf.Duration", "NULL": "null_type",
              **{name.upper(): name for name in ["dyn", "bool", "int", "uint", "double", "string", "bytes", "list",
                                                 "map", "type"]}}


def type_text(name):
    text = re.sub(r"[A-Z]+", lambda m: TYPE_NAMES.get(m.group(), m.group()), name)
    return text.replace("<", "(").replace(">", ")")


def without_dyn(answer):
    """`type` is what others call `type(dyn)`."""
    kind, tab, value = answer.partition("\t")
    while "type(dyn)" in kind:
        kind = re.sub(r"\btype\(dyn\)", "type", kind)
    return kind + tab + value


def ask(environment, data, expression):
    try:
        program = environment.compile(expression)
        kind = type_text(program.return_type().name())
    except RuntimeError as error:
        return f"refused\t{error}"
    try:
        return f"{kind}\t{compared(program.eval(data=data))}"
    except RuntimeError as error:
        return f"{kind}\terror\t{error}"
    except (UnicodeDecodeError, ValueError, OverflowError) as error:
        return f"{kind}\tunreadable {error}"


def answer_all(questions):
    """Answers each (scene, expression), line by line: the other implementation may crash, and then these lines stay."""
    extensions = [ext_strings.ExtStrings(), ext_math.ExtMath(), ext_bindings.ExtBindings(), ext_encoders.ExtEncoders()]
    environments = [
        cel.NewEnv(extensions=extensions, variables={name: kind for name, (_, kind, _, _) in scene.items()})
        for scene in SCENES]
    data = [{name: value for name, (_, _, value, _) in scene.items()} for scene in SCENES]
    for place, expression in questions:
        print(json.dumps(ask(environments[place], data[place], expression)), flush=True)


def others_answers(questions):
    answers = []
    while len(answers) < len(questions):
        run = subprocess.run(
            [sys.executable, __file__, "--other"], input=json.dumps(questions[len(answers):]), capture_output=True,
            text=True)
        answers += [json.loads(line) for line in run.stdout.splitlines()]
        if run.returncode > 0:
            sys.exit(run.stderr)
        if run.returncode < 0:
            answers.append("crashed")
    return answers


# MARK: What is explained

ORDERING = re.compile(r"found no matching overload for '_(<|<=|>|>=)_' applied to '\((u?int|double), (u?int|double)\)'")


def explanation(expression, ours, our_reason, theirs, their_reason):
    """The row of "Differences from the C++ implementation" that explains a difference; None where there is none."""
    if theirs == "crashed":
        return "the other crashed"
    if theirs.startswith("null_type\t") and not theirs.endswith(("null", "error")) or (
            "<jump_condition>" in their_reason and "cel.bind(" in expression):
        return "the other's value is not of its own type"
    if "unreadable" in theirs:
        return "the other's answer cannot be read in Python"
    if theirs == "refused":
        problems = re.findall(r"ERROR: <input>:\d+:\d+: (.*)", their_reason)
        if problems and all(ORDERING.fullmatch(problem) for problem in problems):
            return "ordering numbers of different types"
        if problems and all(re.search(r"for '_[=!]=_' applied to .*dyn", problem) for problem in problems):
            return "how much is known of a type"
    if ours == "refused":
        if "A map has booleans" in our_reason:
            return "keys of a map are checked when an expression is compiled"
        if "error" in theirs and re.search(r"null_type cannot be compared|null_type and [\w.]+ cannot", our_reason):
            return "what fits no overload is refused when it is compiled"
        if "overloads found" in their_reason or re.search(r"take \((google.protobuf.Duration|int)\)", our_reason):
            return "what fits no overload is refused when it is compiled"
    if their_reason.endswith("is greater than <string>.size()") or "index out of range" in their_reason:
        if "substring(" in expression or "ndexOf(" in expression:
            return "substring and indexOf at the end"
    if "duplicate key in map" in their_reason:
        return "keys that stand twice end the whole evaluation there"
    if theirs == "refused" and re.search(r"\[\]|{}", expression) and (
            ours.endswith("error") or re.search(r"\[\]\.map\((v\d+), -\1\)", expression)):
        return "how much is known of a type"
    if "overloads found : @in" in their_reason and re.search(r"in (dyn\(|{)", expression):
        return "what is no key, in a map"
    if ours.endswith("error") and our_reason == "What is not a number has no order":
        return "least and greatest of what is no number"
    if ours.endswith("error") and "int(" in expression and "true" in expression:
        return "int(bool)"
    kind, _, value = ours.partition("\t")
    other_kind, _, other_value = theirs.partition("\t")
    if value == other_value and may_be_same(kind, other_kind):
        return "how much is known of a type"
    if parts_of(value) == parts_of(other_value):
        return "the order in which a map is gone through"
    if parts_of(plain_words(value)) == parts_of(other_value.replace("2d6e616e", "6e616e")):
        return "the names of what is no number"
    if re.search(r"'\.format\(\[(dyn\(|\[)", expression) or value == other_value.replace("2e303030303030", ""):
        return "fractions in format"
    digits = re.compile("(30)+(?=73|5a|7a)")
    if digits.sub("", value) == digits.sub("", other_value):
        return "digits of a fraction of a second"
    cut = re.search(r"'2024-02-29T12:00:00Z'\.substring\(", expression)
    if "no instant of the form" in our_reason and (cut or other_value.startswith("t:-")):
        return "years of fewer than four digits"
    if "no instant of the form" in our_reason and ".lowerAscii()" in expression:
        return "t and z of an instant in lower case"
    return None


def parts_of(value):
    return sorted(value.strip("[]{}").split(", "))


def plain_words(value):
    """NaN and Infinity as the other writes them."""
    return value.replace("4e614e", "6e616e").replace("496e66696e697479", "696e66")


def may_be_same(left, right):
    """Whether two types differ only where one of them says dyn."""
    pattern = re.escape(left).replace("dyn", r"[a-z_().,\ A-Z]+")
    other = re.escape(right).replace("dyn", r"[a-z_().,\ A-Z]+")
    return bool(re.fullmatch(pattern, right) or re.fullmatch(other, left))


def parted(answer):
    """An answer, and the reason where there is none: only that there is none is compared."""
    parts = re.match(r"(refused|[^\t]*\terror)\t(.*)", answer, re.DOTALL)
    answer, reason = parts.groups() if parts else (answer, "")
    return without_dyn(answer), reason


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--depth", type=int, default=4)
    parser.add_argument("--show", type=int, default=40, help="differences to print, the shortest first")
    parser.add_argument("--runner", default=".build/debug/cel-conformance")
    parser.add_argument("--other", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.other:
        return answer_all(json.load(sys.stdin))
    print(f"seed {options.seed}, {options.count} expressions")

    lines, questions = [], []
    for place, scene in enumerate(SCENES):
        seen = set()
        maker = Maker(options.seed * len(SCENES) + place, scene)
        lines.append(json.dumps({name: source for name, (_, _, _, source) in scene.items()}))
        for _ in range(options.count // len(SCENES)):
            expression = maker.make(maker.one(KINDS), maker.random.randrange(1, options.depth + 1))
            if len(expression) < 2000 and expression not in seen:
                seen.add(expression)
                lines.append(json.dumps(expression))
                questions.append((place, expression))
    run = subprocess.run([options.runner, "--answer"], input="\n".join(lines), capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"the runner ended with {run.returncode}: {run.stderr[-2000:]}")
    answers = run.stdout.splitlines()
    assert len(answers) == len(questions), (len(answers), len(questions))

    outcomes, explained, differences = Counter(), Counter(), []
    for (place, expression), ours, theirs in zip(questions, answers, others_answers(questions)):
        ours, our_reason = parted(ours)
        theirs, their_reason = parted(theirs)
        kind = theirs if theirs in ("refused", "crashed") else "error" if theirs.endswith("\terror") else "value"
        outcomes[kind] += 1
        if ours == theirs:
            continue
        why = explanation(expression, ours, our_reason, theirs, their_reason)
        if why:
            explained[why] += 1
        else:
            differences.append((place, expression, f"{ours}  {our_reason}", f"{theirs}  {their_reason}"))
    print(f"{len(questions)} asked; the other answers: {dict(outcomes)}")
    for why, count in explained.most_common():
        print(f"explained, {why}: {count}")
    print(f"not explained: {len(differences)}")
    for place, expression, ours, theirs in sorted(differences, key=lambda it: len(it[1]))[:options.show]:
        print(f"  {place}: {expression}\n     ours    {ours}\n     theirs  {theirs}")
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
