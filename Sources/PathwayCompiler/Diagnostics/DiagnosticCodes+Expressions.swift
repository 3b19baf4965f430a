import PathwayModel

extension DiagnosticCode {
    static let expressionCodes: [DiagnosticCode] = [
        expressionSyntax, expressionTooLong, expressionTooDeep, expressionTooCostly, unknownName, unknownFunction,
        unknownMember, unknownLiteral, wrongType, neverTrue, notAllowedHere, payloadElsewhere, definitionCycle,
    ]

    static let expressionSyntax = error(
        "SW301", "Invalid expression",
        """
        The text is not an expression of the guard language.
        """,
        in: .transitionKeys,
        bad: "when: phq9.total >= and gad7.total >= 10",
        good: "when: phq9.total >= 10 && gad7.total >= 10")

    static let expressionTooLong = error(
        "SW302", "Expression too long",
        """
        An expression may have 16,384 bytes. Define its parts as named guards.
        """,
        in: .transitionKeys,
        bad: DiagnosticExample(
            "when: urgent || urgent || …",
            standsFor: { "when: \(String(repeating: "urgent || ", count: 1_700))urgent" }),
        good: "when: urgent || safe_today")

    static let expressionTooDeep = error(
        "SW303", "Expression nested too deeply",
        """
        An expression may be nested 64 levels deep, and 160 with all the guards that it uses. Define its parts as named
        guards.
        """,
        in: .transitionKeys,
        bad: DiagnosticExample(
            "when: ((((…))))",
            standsFor: { "when: \(String(repeating: "(", count: 70))urgent\(String(repeating: ")", count: 70))" }),
        good: "when: urgent && safe_today")

    static let expressionTooCostly = error(
        "SW304", "Expression too costly",
        """
        With long lists, evaluating the expression could take too many steps.
        """,
        in: .transitionKeys,
        bad: "when: phq9.results.all(a, phq9.results.all(b, phq9.results.all(c, phq9.results.all(d, a == d))))",
        good: "when: phq9.results.all(a, a.total < 10)")

    static let unknownName = error(
        "SW305", "Unknown value",
        """
        Expressions may name fields, scores (`phq9.total`), named guards, and the built-in values attendance, event,
        now, today and patient.
        """,
        in: .transitionKeys,
        bad: "when: phq9.totl > 9",
        good: "when: phq9.total > 9")

    static let unknownFunction = error(
        "SW306", "Unknown function",
        """
        The reference of guards lists the functions.
        """,
        in: .transitionKeys,
        bad: #"when: actve("intake")"#,
        good: #"when: active("intake")"#)

    static let unknownMember = error(
        "SW307", "Unknown part of a record",
        """
        A record has the parts that its instrument or event declares, or that the reference of guards lists.
        """,
        in: .transitionKeys,
        bad: "when: attendance.atended > 3",
        good: "when: attendance.attended > 3")

    static let unknownLiteral = error(
        "SW308", "Unknown name in an expression",
        """
        `active`, `task`, `occurrences` and the like take the name of something that is declared.
        """,
        in: .transitionKeys,
        bad: #"when: active("step_dwon")"#,
        good: #"when: active("step_down")"#)

    static let wrongType = error(
        "SW309", "Types that do not match",
        """
        Values that are compared or combined must have matching types, and a guard is true or false. In an expression,
        words are quoted.
        """,
        in: .transitionKeys,
        bad: #"when: phq9.total == "high""#,
        good: "when: phq9.total >= 20")

    static let neverTrue = error(
        "SW310", "Comparison that is never true",
        """
        The value can never be equal to, or lie within, what it is compared with.
        """,
        in: .transitionKeys,
        bad: #"when: cssrs.level == "severe""#,
        good: #"when: cssrs.level == "high""#)

    static let notAllowedHere = error(
        "SW311", "Not allowed here",
        """
        The expression uses something that CEL has and guards do not: `null`, `has(…)`, bytes, unsigned integers,
        messages, a pattern that is not written out.
        """,
        in: .transitionKeys,
        bad: "when: phq9.total != null",
        good: "when: known(phq9)")

    static let payloadElsewhere = error(
        "SW312", "No such event data here",
        """
        `event.<name>` is known in a transition, reaction or `closed_by` with an `event` that brings it. Where there are
        several events, all must bring it with the same type.
        """,
        in: .transition,
        bad: #"{when: event.result == "reached", to: treatment}"#,
        good: #"{event: contact, when: event.result == "reached", to: treatment}"#)

    static let definitionCycle = error(
        "SW313", "Guard that depends on itself",
        """
        Guards and decision tables may use each other, but not themselves.
        """,
        in: .pathway,
        bad: "guards: {a: b && urgent, b: a || urgent}",
        good: "guards: {a: urgent, b: a || phq9.total > 9}")
}
