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
        var events: [Recorded] = []
        for entry in entries {
            let (fact, moment) = try correction(of: number, entry, reason)
            facts.append(fact)
            events.append(entry.recorded(at: moment, in: header.sequence, correcting: number))
        }
        for fact in facts { emit(fact) }
        staysPut = isClosed
        try process(events, isStored: true, whereClosed: true)
    }

    /// The right value in the place of the wrong one, which happened when that did.
    private func correction(
        of number: Int, _ entry: ResolvedInput.Entry, _ reason: String
    ) throws(Interruption) -> (Fact, Moment) {
        switch entry {
        case .value(let place, let value):
            guard let moment = state.fields[place.position].moment(ofStep: number) else {
                throw .refused(.entry(number, pathway.fields[place].name))
            }
            return (.valueCorrected(place, entry: number, value, reason: reason), moment)
        case .result(let place, let answers):
            let recorded = state.results[place.position].first { $0.step == number }
            guard let recorded else { throw .refused(.entry(number, pathway.instruments[place].name)) }
            let result = answers.result(at: recorded.result.moment)
            return (.resultCorrected(place, entry: number, result, reason: reason), recorded.result.moment)
        }
    }

    /// Takes what was entered in error out of everything that guards read. It raises no event.
    mutating func withdraw(_ entry: Int, _ reason: String) throws(Interruption) {
        try checkReason(reason)
        let isThere =
            state.fields.contains { $0.holds(step: entry) } || state.sessions.contains { $0.step == entry }
            || state.results.contains { list in list.contains { $0.holds(step: entry) } }
            || state.consents.values.contains { list in list.contains { $0.step == entry } }
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
        Refusal(Code.noSuchEntry, "entry \(entry) recorded no '\(name)' that counts now")
    }
}
