package import PathwayModel

extension DiagnosticCode {
    static let warningCodes: [DiagnosticCode] = [
        unreachable, neverDone, neverEnds, hidesOuter, comparesNow, unknownRole, otherFileName, unknownInTest,
        pastBounds, raisesItself,
    ]

    static let unreachable = warning(
        "SW501", "A state that cannot be reached",
        """
        No transition, history or initial state leads here from the beginning.
        """,
        bad: "states: {intake: {}, treatment: {}}",
        good: "states: {intake: {transitions: [{event: admit, to: treatment}]}, treatment: {}}")

    static let neverDone = warning(
        "SW502", "A completion that cannot come",
        """
        `done.state.x` comes when a final state of x is entered, or, for a parallel state, one in each
        region.
        """,
        bad: "{event: done.state.intake, to: treatment}   # intake has no final state",
        good: "intake: {states: {ready: {type: final}}}")

    static let neverEnds = warning(
        "SW503", "An automatic transition that would be taken again at once",
        """
        It has no target and no `after`, and none of its actions changes what its guard reads: once true, it
        stays true.
        """,
        bad: "{when: auth_left <= 0, do: [{notify: patient, message: ask}]}",
        good: "{when: auth_left <= 0 && !asked, do: [{set: {asked: true}}, {notify: patient, message: ask}]}")

    static let hidesOuter = warning(
        "SW504", "A transition that can hide an outer one",
        """
        Inner transitions win: where this one is taken, the outer one with the same event is not, though it
        leads elsewhere. Use a reaction where nothing should be hidden.
        """,
        bad: "{event: recorded.cssrs, do: [{open_task: review}]}",
        good: "reactions: [{event: recorded.cssrs, do: [{open_task: review}]}]")

    static let comparesNow = warning(
        "SW505", "A comparison with the present minute",
        """
        Guards are looked at when something happens and when a date begins, not each minute. Use `after`, or
        compare dates.
        """,
        bad: #"when: now >= entered_at("intake") + hours(36)"#,
        good: "after: 36 hours")

    static let unknownRole = warning(
        "SW506", "A role that is not declared",
        """
        `roles` lists the roles of this pathway.
        """,
        bad: "decide: {by: [clincian]}",
        good: "decide: {by: [clinician]}")

    package static let otherFileName = warning(
        "SW507", "A file that is not called as its pathway",
        """
        Cases are enrolled by a pathway's identifier, which is looked for in the file of that name.
        """,
        bad: "pathway: adult_iop   # in Pathways/iop.yaml",
        good: "pathway: adult_iop   # in Pathways/adult_iop.yaml")

    package static let unknownInTest = warning(
        "SW508", "A test that names what the pathway does not have",
        """
        A step or an expectation names an event, a task, a field, a state or a decision that the pathway lacks: the
        step changes nothing, or what is expected can never be so.
        """,
        bad: "- {send: contcat}",
        good: "- {send: contact}")

    static let pastBounds = warning(
        "SW509", "A comparison past a field's bounds",
        """
        Within the bounds that the field is declared with, the comparison is never true. Widen the bounds, or take
        the comparison out.
        """,
        bad: "{data: {visits: {type: integer, min: 0}}, when: visits < 0}",
        good: "{data: {visits: {type: integer, min: 0}}, when: visits < 1}")

    static let raisesItself = warning(
        "SW510", "A reaction that raises its own event",
        """
        What it raises comes back to it, by itself or through other reactions, and nothing ends that: each step would
        go on until its limit. Raise another event, or give it a guard that becomes false.
        """,
        bad: "reactions: [{event: contact, do: [{raise: contact}]}]",
        good: "reactions: [{event: contact, do: [{raise: contacted}]}]")
}
