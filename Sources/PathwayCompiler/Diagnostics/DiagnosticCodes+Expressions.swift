import PathwayModel

extension DiagnosticCode {
    static let expressionCodes: [DiagnosticCode] = [
        expressionSyntax, expressionTooLong, expressionTooDeep, expressionTooCostly, unknownName, unknownFunction,
        unknownMember, unknownLiteral, wrongType, neverTrue, notAllowedHere, payloadElsewhere, definitionCycle,
    ]

    static let expressionSyntax = error(
        "SW301", "An expression that cannot be read",
        """
        The text is not an expression of the guard language.
        """,
        bad: "when: phq9.total >= and gad7.total >= 10",
        good: "when: phq9.total >= 10 && gad7.total >= 10")

    static let expressionTooLong = error(
        "SW302", "An expression that is too long",
        """
        An expression has a limited length. Name its parts as guards.
        """,
        bad: "when: a || b || …",
        good: "when: first_part || second_part")

    static let expressionTooDeep = error(
        "SW303", "An expression that is nested too deep",
        """
        An expression has a limited depth. Name its parts as guards.
        """,
        bad: "when: ((((…))))",
        good: "when: first_part && second_part")

    static let expressionTooCostly = error(
        "SW304", "An expression that may cost too much",
        """
        With long lists the expression could take too many steps.
        """,
        bad: "when: phq9.results.all(a, phq9.results.all(b, gad7.results.all(c, a.total == b.total)))",
        good: "when: phq9.results.all(a, a.total < 10)")

    static let unknownName = error(
        "SW305", "A value that is not declared",
        """
        Values are fields, `instrument.score`, named guards and the engine's own: attendance, event, now,
        today, patient.
        """,
        bad: "when: phq9.totl > 9",
        good: "when: phq9.total > 9")

    static let unknownFunction = error(
        "SW306", "A function there is not",
        """
        The reference of guards lists the functions.
        """,
        bad: #"when: actve("intake")"#,
        good: #"when: active("intake")"#)

    static let unknownMember = error(
        "SW307", "A part that a record does not have",
        """
        Records have the parts their instrument, event or kind declares.
        """,
        bad: "when: attendance.atended > 3",
        good: "when: attendance.attended > 3")

    static let unknownLiteral = error(
        "SW308", "A name in an expression that stands for nothing",
        """
        A text handed to `active`, `task`, `occurrences` and the like names something that is declared.
        """,
        bad: #"when: active("step_dwon")"#,
        good: #"when: active("step_down")"#)

    static let wrongType = error(
        "SW309", "Types that do not fit",
        """
        Each value has a type; those compared or combined must fit, and a guard is true or false. A word
        needs quotes inside an expression.
        """,
        bad: #"when: phq9.total == "high""#,
        good: "when: phq9.total >= 20")

    static let neverTrue = error(
        "SW310", "A comparison that cannot be so",
        """
        The value can never be what it is compared with.
        """,
        bad: #"when: cssrs.level == "severe""#,
        good: #"when: cssrs.level == "high""#)

    static let notAllowedHere = error(
        "SW311", "Something that may not stand here",
        """
        The expression uses something that this place does not allow.
        """,
        bad: "when: dyn(phq9.total) == 1",
        good: "when: phq9.total == 1")

    static let payloadElsewhere = error(
        "SW312", "An event's payload where there is no such event",
        """
        `event.<name>` is known in a transition, reaction or `closed_by` with `event`, and only what all its
        events agree on in type.
        """,
        bad: #"{when: event.result == "reached", to: intake}"#,
        good: #"{event: contact, when: event.result == "reached", to: intake}"#)

    static let definitionCycle = error(
        "SW313", "A guard that needs itself",
        """
        Guards and decision tables may use each other, but none may need itself.
        """,
        bad: "guards: {a: b && urgent, b: a || urgent}",
        good: "guards: {a: urgent, b: a || phq9.total > 9}")
}
