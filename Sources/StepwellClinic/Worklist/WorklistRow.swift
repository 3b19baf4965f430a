import PathwayModel
import StepwellRuntime

/// What stands together on the worklist: all that one cause asks for one patient.
package struct WorklistRow: Hashable, Sendable {
    /// What makes things stand together.
    enum Cause: Hashable {
        /// Whatever is about the patient's safety, in all cases.
        case safety(patient: String)
        /// A stay that is to come to its end, and the decisions that would end it.
        case stay(CaseID, state: String)
        case own(CaseID, Obligation.Key)
    }

    /// The number that stands for the patient.
    package var patient: String
    /// The patient's name or birth date, so that two patients are not mistaken for one another.
    package var secondIdentifier: String?
    /// The most urgent first; never empty.
    package var entries: [WorklistEntry]

    /// What the row is about first.
    package var first: WorklistEntry { entries[0] }
    package var isSafety: Bool { first.isSafety }
}

extension WorklistRow.Cause {
    /// - Parameters:
    ///   - person: the number that stands for the patient.
    ///   - stays: the paths of the states in which the case's stays are to come to an end.
    init(_ obligation: Obligation, person: String, stays: Set<String>) {
        guard !obligation.isSafety else {
            self = .safety(patient: person)
            return
        }
        switch obligation.key.kind {
        case .stay: self = .stay(obligation.id, state: obligation.key.subject)
        case .decision:
            var path = String(obligation.key.subject.split(separator: "#").first ?? "")
            while !stays.contains(path), let dot = path.lastIndex(of: ".") { path = String(path[..<dot]) }
            guard stays.contains(path) else { fallthrough }
            self = .stay(obligation.id, state: path)
        default: self = .own(obligation.id, obligation.key)
        }
    }
}
