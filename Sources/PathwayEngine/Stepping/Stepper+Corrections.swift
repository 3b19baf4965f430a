import CEL
import PathwayModel

extension Stepper {
    /// Puts right values in the place of wrong ones. Both stay among the facts; guards use the right ones from now on.
    mutating func correct(
        _ entry: Int, _ recordings: [Input.Recording], _ reason: String
    ) throws(Interruption) {
        try checkReason(reason)
        guard !recordings.isEmpty else { throw .refused(.invalid("there is nothing to correct")) }
        var facts: [Fact] = []
        var events: [Event.Kind] = []
        for recording in recordings {
            switch recording {
            case .field(let name, let text):
                let (place, value) = try fieldValue(name, text)
                guard state.fields[place.position]?.step == entry else { throw .refused(.entry(entry, name)) }
                facts.append(.valueCorrected(place, entry: entry, value, reason: reason))
                events.append(.recordedField(place))
            case .instrument(let name, let answers):
                let place = try instrument(name)
                let recorded = state.results[place.position].first { $0.step == entry }
                guard let recorded else { throw .refused(.entry(entry, name)) }
                let form = AnsweredForm(pathway.instruments[place])
                let result = try form.result(of: answers, at: recorded.result.moment, limits.guards)
                facts.append(.resultCorrected(place, entry: entry, result, reason: reason))
                events.append(.recordedInstrument(place))
            }
        }
        for fact in facts { emit(fact) }
        try process(events, isStored: true)
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
