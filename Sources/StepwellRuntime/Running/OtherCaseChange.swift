package import PathwayModel
package import StepwellStore

/// What an input did to another case of the patient's.
package struct OtherCaseChange: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        /// It was taken back: its enrollment was undone with what enrolled it.
        case takenBack = "taken_back"
        /// It was told of a risk.
        case risk
        /// It speaks again, and somebody is to look at what was withheld.
        case deathUndone = "death_undone"
    }

    package var id: CaseID
    package var pathway: String
    package var kind: Kind

    /// Nil for a case that begins with the input.
    init?(_ change: CaseChange) {
        let input: Input
        do { input = try Input(journal: change.row.input) } catch { return nil }
        switch input {
        case .undo: kind = .takenBack
        case .heard(.risk): kind = .risk
        case .heard(.deathUndone): kind = .deathUndone
        case .enroll, .send, .record, .correct, .withdraw, .mendClock, .attend, .complete, .decide, .consent, .extend,
            .tend,
            .delivery, .page, .wake:
            return nil
        }
        id = change.id
        pathway = change.pathway
    }

    package var json: JSON {
        ["case": .string(id.text), "pathway": .string(pathway), "change": .string(kind.rawValue)]
    }

    package var sentence: String {
        switch kind {
        case .takenBack: "case \(id) of \(pathway), which it began, is taken back too"
        case .risk: "case \(id) of \(pathway) is told of the risk"
        case .deathUndone: "case \(id) of \(pathway) speaks again; what it had withheld is to be looked at"
        }
    }
}

extension Input {
    /// Whether it may be of concern to other cases of the patient's, whatever it does to its own.
    var mayConcernOthers: Bool {
        switch self {
        case .undo, .mendClock: true
        case .enroll, .send, .record, .correct, .withdraw, .attend, .complete, .decide, .consent, .extend, .tend,
            .heard,
            .delivery, .page, .wake:
            false
        }
    }
}
