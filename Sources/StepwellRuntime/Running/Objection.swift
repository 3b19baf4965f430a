package import PathwayModel

/// Why a command is not carried out though the pathway may take its input.
struct Objection {
    var refusal: Refusal
    /// What was done before, where that is why.
    var done: DoneBefore?

    init(_ refusal: Refusal, _ done: DoneBefore? = nil) {
        self.refusal = refusal
        self.done = done
    }
}

extension Refusal.Code {
    /// A request's id that was used for something else.
    package static let requestReused = "request_reused"
    /// The case stands elsewhere than where its caller saw it.
    package static let changedMeanwhile = "changed_meanwhile"
    /// The same decision was just taken, or the same task completed.
    package static let alreadyDone = "already_done"
    /// The same session is on record.
    package static let alreadyRecorded = "already_recorded"
    /// Another case of the patient's is open where the pathway allows one.
    package static let caseOpenAlready = "case_open_already"
    /// Who is to see to something is away.
    package static let away = "away"
    /// The case's last input lies far ahead of the clock.
    package static let clockAhead = "clock_ahead"
}

extension Refusal {
    static let requestReused = Refusal(
        Code.requestReused, "this request's id was used before, and for something else: nothing was done")

    static func changedMeanwhile(from expected: Int, to sequence: Int) -> Refusal {
        Refusal(Code.changedMeanwhile, "the case is at #\(sequence) now, and not at #\(expected)")
    }
}
