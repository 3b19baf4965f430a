package import PathwayModel

extension CaseState {
    /// The newest result of each instrument that another pathway has too, with its own date; the oldest first.
    ///
    /// An instrument is the same where it has the same items and scores, and these answers come to the same scores there.
    package func results(sharedBy pathway: Pathway, with other: Pathway) -> [Input.InheritedResult] {
        var inherited: [Input.InheritedResult] = []
        for (place, instrument) in pathway.instruments.enumerated() {
            guard let newest = newestScored(InstrumentIndex(place))?.result,
                let theirs = other.instruments.first(where: { $0.name == instrument.name })
            else { continue }
            let result = Input.InheritedResult(
                instrument: instrument.name, answers: instrument.answers(of: newest), moment: newest.moment)
            guard theirs.items.map(\.name) == instrument.items.map(\.name),
                theirs.scores.map(\.name) == instrument.scores.map(\.name),
                case .success(newest) = AnsweredForm(theirs).result(of: result.answers, at: newest.moment)
            else { continue }
            inherited.append(result)
        }
        // Nothing says in which order results of one date were recorded in several instruments; it is of no matter there.
        return inherited.sorted { $1.moment.isAfter($0.moment) }
    }
}

extension Instrument {
    /// What was answered, as people write it; the scores, where only they were recorded.
    fileprivate func answers(of result: InstrumentResult) -> [Input.NamedText] {
        let answered = zip(items, result.items).compactMap { item, value in
            value.map { Input.NamedText(item.name, $0.shown) }
        }
        guard answered.isEmpty else { return answered }
        return zip(scores, result.scores).compactMap { score, value in
            value.map { Input.NamedText(score.name, $0.shown) }
        }
    }
}
