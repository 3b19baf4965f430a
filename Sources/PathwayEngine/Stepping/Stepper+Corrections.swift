import CEL
import PathwayModel

extension Stepper {
    /// Puts right values in the place of wrong ones. Both stay among the facts; guards use the right ones from now on.
    mutating func correct(
        _ number: Int, _ entries: Result<[ResolvedInput.Entry], Refusal>, _ reason: String
    ) throws(Interruption) {
        try checkReason(reason)
        let entries = try known(entries)
        guard !entries.isEmpty else { throw .refused(.invalid("there is nothing to correct")) }
        var facts: [Fact] = []
        for entry in entries { facts.append(try correction(of: number, entry, reason)) }
        for fact in facts { emit(fact) }
        try process(entries.lazy.map(\.event), isStored: true)
    }

    /// Nothing but what that input recorded, and no later one has replaced, can be corrected.
    private func correction(
        of number: Int, _ entry: ResolvedInput.Entry, _ reason: String
    ) throws(Interruption) -> Fact {
        switch entry {
        case .value(let place, let value):
            guard state.fields[place.position]?.step == number else {
                throw .refused(.entry(number, pathway.fields[place].name))
            }
            return .valueCorrected(place, entry: number, value, reason: reason)
        case .result(let place, let answers):
            let recorded = state.results[place.position].first { $0.step == number }
            guard let recorded else { throw .refused(.entry(number, pathway.instruments[place].name)) }
            let result = answers.result(at: recorded.result.moment)
            return .resultCorrected(place, entry: number, result, reason: reason)
        }
    }

    /// Takes what was entered in error out of everything that guards read. It raises no event.
    mutating func withdraw(_ entry: Int, _ reason: String) throws(Interruption) {
        try checkReason(reason)
        let isThere =
            state.fields.contains { $0?.step == entry } || state.sessions.contains { $0.step == entry }
            || state.results.contains { list in list.contains { $0.step == entry } }
        guard isThere else {
            throw .refused(
                Refusal(Refusal.Code.noSuchEntry, "entry \(entry) recorded nothing that counts now"))
        }
        emit(.entryWithdrawn(entry: entry, reason: reason))
    }

    private func checkReason(_ reason: String) throws(Interruption) {
        guard !reason.contains(where: { !$0.isWhitespace }) else { return }
        throw .refused(Refusal(Refusal.Code.reasonRequired, "a correction needs a reason"))
    }
}

extension Refusal {
    fileprivate static func entry(_ entry: Int, _ name: String) -> Refusal {
        Refusal(Code.noSuchEntry, "entry \(entry) recorded no '\(name)', or a later one has taken its place")
    }
}
