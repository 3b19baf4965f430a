package import PathwayModel

/// What `demo-data` shows: how many cases were invented, and what has become of them.
package struct DemoDataView: Hashable, Sendable {
    package struct Count: Hashable, Sendable {
        package var name: String
        package var count: Int
    }

    package var patients: Int
    package var firstNumber: String
    package var lastNumber: String
    package var cases: Int
    /// Cases that another case began.
    package var linked: Int
    package var open: Int
    /// Closed cases by outcome, in order of name.
    package var outcomes: [Count]
    package var inputs: Int
    package var refused: Int
    /// What stands on the worklist of the whole clinic, and how much of it is late.
    package var worklist: Int
    package var overdue: Int
    /// Messages that wait, because the clinic's channels lead outside.
    package var waiting: Int
    package var until: String

    package var json: JSON {
        [
            "patients": JSON(patients), "first": .string(firstNumber), "last": .string(lastNumber),
            "cases": JSON(cases), "linked": JSON(linked), "open": JSON(open),
            "closed": .object(outcomes.map { .init($0.name, JSON($0.count)) }), "inputs": JSON(inputs),
            "refused": JSON(refused), "worklist": JSON(worklist), "overdue": JSON(overdue),
            "waiting_messages": JSON(waiting), "until": .string(until),
        ]
    }
}
