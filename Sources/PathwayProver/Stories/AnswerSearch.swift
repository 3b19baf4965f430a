import CEL
import PathwayModel

/// Finds what to record of an instrument so that its scores and items are as wished.
struct AnswerSearch {
    private let instrument: Instrument

    init(_ instrument: Instrument) { self.instrument = instrument }

    /// What may give them, the plainest first: scores alone, else items.
    ///
    /// - Parameter needed: what has to be brought; `wished` may be more.
    func answers(giving wished: [String: Value], _ needed: [String: Value]) -> [[Input.NamedText]] {
        let items = Set(instrument.items.map(\.name))
        let scores = instrument.scores.compactMap { score -> Input.NamedText? in
            let value = needed[score.name] ?? wished[score.name] ?? score.type.someValue
            return value.flatMap { score.type.admits($0) ? Input.NamedText(score.name, $0.shown) : nil }
        }
        let wanted = needed.filter { items.contains($0.key) }
        let asked = instrument.items.compactMap { item -> Input.NamedText? in
            guard let value = wanted[item.name], item.type.admits(value) else { return nil }
            return Input.NamedText(item.name, value.shown)
        }
        let main = scores.filter { needed[$0.name] != nil }
        let lowest = instrument.items.map { item in
            let value = wanted[item.name] ?? item.type.someValue
            return Input.NamedText(item.name, value?.shown ?? "")
        }
        let highest = instrument.items.map { item in
            let value =
                wanted[item.name] ?? item.type.examples.last { $0 != item.type.someValue } ?? item.type.someValue
            return Input.NamedText(item.name, value?.shown ?? "")
        }
        let all = [main + asked, scores + asked, asked, scores, lowest, highest] + steps(between: lowest, highest)
        return all.filter { !$0.isEmpty }
    }

    /// The lowest answers, with one after the other at its highest.
    private func steps(between lowest: [Input.NamedText], _ highest: [Input.NamedText]) -> [[Input.NamedText]] {
        lowest.indices.map { count in Array(highest[..<count]) + lowest[count...] }
            + lowest.indices.map { place in
                var answers = lowest
                answers[place] = highest[place]
                return answers
            }
    }
}
