package import PathwayModel

extension DiagnosticCode {
    static let warningCodes: [DiagnosticCode] = [
        unreachable, neverDone, neverEnds, hidesOuter, comparesNow, unknownRole, otherFileName, unknownInTest,
        pastBounds, raisesItself,
    ]

    static let unreachable = warning(
        "SW501", "Unreachable state",
        """
        No initial state, transition or history state leads here from the start.
        """,
        in: .pathway,
        bad: "states: {intake: {}, treatment: {}}",
        good: "states: {intake: {transitions: [{event: admit, to: treatment}]}, treatment: {}}")

    static let neverDone = warning(
        "SW502", "Completion that never comes",
        """
        `done.state.x` comes when a final state inside x is entered or, if x is parallel, one in each region.
        """,
        in: .pathway,
        bad: #"""
            states:
              intake: {transitions: [{event: done.state.intake, to: treatment}], states: {visit: {}}}
              treatment: {}
            """#,
        good: #"""
            states:
              intake:
                transitions: [{event: done.state.intake, to: treatment}]
                states: {visit: {transitions: [{event: admit, to: ready}]}, ready: {type: final}}
              treatment: {}
            """#)

    static let neverEnds = warning(
        "SW503", "Automatic transition that repeats forever",
        """
        It has neither a target nor `after`, and its actions change nothing that its guard reads: once the guard is true
        it stays true, and the transition would be taken again and again.
        """,
        in: .transition,
        bad: "{when: auth_left <= 0, do: [{notify: patient, message: please_call}]}",
        good: "{when: auth_left <= 0 && !asked, do: [{set: {asked: true}}, {notify: patient, message: please_call}]}")

    static let hidesOuter = warning(
        "SW504", "Transition that hides an outer one",
        """
        Inner transitions win: where this one is taken, the outer one with the same event, which leads elsewhere, is
        not. Use a reaction to act without hiding it.
        """,
        in: .hiding,
        bad: "transitions: [{event: recorded.cssrs, do: [{open_task: review}]}]",
        good: "reactions: [{event: recorded.cssrs, do: [{open_task: review}]}]")

    static let comparesNow = warning(
        "SW505", "Comparison with the current time",
        """
        Guards are evaluated when something happens and when a date begins, not every minute. Use `after`, or compare
        dates.
        """,
        in: .transitionKeys,
        bad: #"when: now >= entered_at("intake") + hours(36)"#,
        good: "after: 36 hours")

    static let unknownRole = warning(
        "SW506", "Unknown role",
        """
        `roles` lists the roles of the pathway.
        """,
        in: .decisionKeys,
        bad: "decide: {by: [clincian]}",
        good: "decide: {by: [clinician]}")

    package static let otherFileName = warning(
        "SW507", "File name differs from the pathway",
        """
        A case is enrolled by the identifier of its pathway, which is looked for in the file of that name.
        """,
        in: .pathway,
        bad: "pathway: sample    # in example.yaml",
        good: "pathway: example   # in example.yaml")

    package static let unknownInTest = warning(
        "SW508", "Unknown name in a test",
        """
        The pathway has no event, task, field, state or decision of this name: the step changes nothing, or what it
        expects never comes.
        """,
        in: .step,
        bad: "{send: contcat}",
        good: "{send: contact}")

    static let pastBounds = warning(
        "SW509", "Comparison outside a field's range",
        """
        Within the range that the field declares, the comparison is never true. Widen the range, or remove the
        comparison.
        """,
        in: .pathway,
        bad: #"""
            data: {visits: {type: integer, min: 0}}
            guards: {safe_today: visits < 0}
            """#,
        good: #"""
            data: {visits: {type: integer, min: 0}}
            guards: {safe_today: visits < 1}
            """#)

    static let raisesItself = warning(
        "SW510", "Reaction that raises its own event",
        """
        The event that it raises comes back to it, directly or through other reactions, and nothing ends that: each step
        would go on until its limit. Raise another event, or add a guard that becomes false.
        """,
        in: .pathway,
        bad: "reactions: [{event: contact, do: [{raise: contact}]}]",
        good: "reactions: [{event: contact, do: [{raise: admit}]}]")
}
