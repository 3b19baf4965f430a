"""One guard with two packages of Python's: seconds of processor time and on the clock, for so many evaluations.

Usage: guards.py cel-expr-python|common-expression-language COUNT
"""

import sys
import time

GUARD = "phq9.total >= 15 && attendance.rate >= 0.75"
VALUES = {"phq9": {"total": 18}, "attendance": {"rate": 0.9}}


def official():
    from cel_expr_python import cel

    environment = cel.NewEnv(variables={
        "phq9": cel.Type.Map(cel.Type.STRING, cel.Type.INT), "attendance": cel.Type.Map(cel.Type.STRING, cel.Type.DOUBLE)})
    program = environment.compile(GUARD)
    activation = environment.Activation(VALUES)
    return lambda: program.eval(activation), lambda answer: answer.value()


def rust():
    import cel

    program = cel.compile(GUARD)
    context = cel.Context(variables=VALUES)
    return lambda: program.execute(context), lambda answer: answer


def main():
    count = int(sys.argv[2])
    evaluate, value = official() if sys.argv[1] == "cel-expr-python" else rust()
    assert value(evaluate()) is True
    cpu, wall = time.process_time(), time.perf_counter()
    for _ in range(count):
        evaluate()
    print(time.process_time() - cpu, time.perf_counter() - wall)


main()
