import PathwayModel

extension DiagnosticCode {
    /// Where a patient may be lost.
    static let obligationCodes: [DiagnosticCode] = [nobodyOwes, nobodyOwns]

    static let nobodyOwes = warning(
        "SW528", "State in which nobody owes anything",
        """
        By plain reading of the chart, nothing with a date and a role stands here: a case may wait for ever, on nobody's
        list. What counts is `expected` with an `owner`; a task with a `role` and a `due` that the state opens on entry or
        in time; a decision with `within` and `by`; a transition with `after` and nothing else; `unrecorded_after`. One of
        several regions is enough. Where nobody has to be told, say why: `expected: {none: …}`.
        """,
        in: .finishedStates,
        bad: """
            assessment:
              transitions: [{event: admit, when: 'phq9.total >= 10 && cssrs.level == "none"', to: program}]
            """,
        good: """
            assessment:
              expected: 2 weeks
              owner: intake
              transitions: [{event: admit, when: 'phq9.total >= 10 && cssrs.level == "none"', to: program}]
            """)

    static let nobodyOwns = warning(
        "SW529", "Date that is nobody's",
        """
        A case that stands still, and sessions of which nothing is recorded, stand on somebody's worklist: `owner` says
        whose, on the state, on one around it or at the head of the pathway.
        """,
        in: .finishedStates,
        bad: """
            referred:
              expected: 1 week
              tasks: [call]
              transitions: [{event: contact, to: assessment}, {after: 14 days, to: lost}]
            """,
        good: """
            referred:
              expected: 1 week
              owner: intake
              tasks: [call]
              transitions: [{event: contact, to: assessment}, {after: 14 days, to: lost}]
            """)
}
