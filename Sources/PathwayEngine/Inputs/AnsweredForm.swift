import CEL
package import PathwayModel

/// An instrument being filled in: answers in, a result out.
package struct AnsweredForm {
    private let instrument: Instrument

    package init(_ instrument: Instrument) { self.instrument = instrument }

    /// What was answered, and what follows from it.
    package struct Answers: Hashable, Sendable {
        /// One an item, nil where it was not answered.
        var items: [Value?]
        /// One a score, nil where it could not be made.
        var scores: [Value?]

        func result(at moment: Moment) -> InstrumentResult {
            InstrumentResult(items: items, scores: scores, moment: moment)
        }
    }

    /// The result of answers by themselves, outside any case.
    package func result(of answers: [Input.NamedText], at moment: Moment) -> Result<InstrumentResult, Refusal> {
        do { return .success(try self.answers(answers, .guards).result(at: moment)) } catch { return .failure(error) }
    }

    /// Reads items and scores, makes the scores that can be made, and runs the instrument's checks.
    func answers(_ answers: [Input.NamedText], _ limits: Limits) throws(Refusal) -> Answers {
        guard !answers.isEmpty else { throw .invalid("'\(instrument.name)' came without answers") }
        var items: [Value?] = Array(repeating: nil, count: instrument.items.count)
        var given: [Value?] = Array(repeating: nil, count: instrument.scores.count)
        for answer in answers {
            let name = "\(instrument.name).\(answer.name)"
            if let item = instrument.items.firstIndex(where: { $0.name == answer.name }) {
                items[item] = try instrument.items[item].type.read(answer.text, called: name)
            } else if let score = instrument.scores.firstIndex(where: { $0.name == answer.name }) {
                given[score] = try instrument.scores[score].type.read(answer.text, called: name)
            } else {
                let known = instrument.items.map(\.name) + instrument.scores.map(\.name)
                throw .invalid(
                    "the instrument '\(instrument.name)' has no item or score '\(answer.name)'"
                        + Refusal.nearest(to: answer.name, among: known))
            }
        }
        let counted = try counted(items, limits)
        var scores = given
        for (place, score) in instrument.scores.enumerated() {
            guard let value = try computed(score, items, counted, scores, limits) else { continue }
            if let written = given[place], written != value {
                throw .invalid("'\(instrument.name).\(score.name)' is not what the other answers come to")
            }
            scores[place] = value
        }
        try check(items: items, scores: scores, limits)
        return Answers(items: items, scores: scores)
    }

    /// What each item counts as: its answer or, where it need not be asked, what the instrument says.
    ///
    /// Whether one is needed is told of what those before it count as. Where only scores were recorded nothing is known
    /// about any item: what was not asked counts as nothing then.
    private func counted(_ items: [Value?], _ limits: Limits) throws(Refusal) -> [Value?] {
        guard items.contains(where: { $0 != nil }) else { return items }
        var counted = items
        for (place, item) in instrument.items.enumerated() where items[place] == nil && item.needed == nil {
            counted[place] = item.unasked
        }
        let none: [Value?] = Array(repeating: nil, count: instrument.scores.count)
        for (place, item) in instrument.items.enumerated() where items[place] == nil {
            guard let needed = item.needed else { continue }
            let reader = FormReader(instrument: instrument, items: items, counted: counted, scores: none)
            switch needed.evaluate(reader, limits: limits) {
            case .value(.bool(false)): counted[place] = item.unasked
            case .value, .unknown: break
            case .error(let error):
                throw .invalid(
                    "whether '\(instrument.name).\(item.name)' is needed cannot be told: \(error.message)")
            }
        }
        return counted
    }

    /// A score made of the items and of the scores before it; nil where they do not suffice.
    private func computed(
        _ score: Instrument.Score, _ items: [Value?], _ counted: [Value?], _ scores: [Value?], _ limits: Limits
    ) throws(Refusal) -> Value? {
        guard let program = score.program else { return nil }
        let reader = FormReader(instrument: instrument, items: items, counted: counted, scores: scores)
        switch program.evaluate(reader, limits: limits) {
        case .value(let value):
            guard score.type.admits(value) else {
                throw .invalid("'\(instrument.name).\(score.name)' comes to more or less than it can be")
            }
            return value
        case .unknown: return nil
        case .error(let error):
            throw .invalid("'\(instrument.name).\(score.name)' cannot be made: \(error.message)")
        }
    }

    private func check(items: [Value?], scores: [Value?], _ limits: Limits) throws(Refusal) {
        let reader = FormReader(instrument: instrument, items: items, counted: items, scores: scores)
        for check in instrument.checks {
            switch check.program.evaluate(reader, limits: limits) {
            case .value(.bool(true)), .unknown: break
            case .value, .error:
                throw Refusal(check.id, check.message ?? "the check '\(check.id)' of the instrument fails")
            }
        }
    }
}

/// A form as its instrument's expressions see it.
private struct FormReader: Host {
    let instrument: Instrument
    /// What was answered.
    let items: [Value?]
    /// What each item counts as.
    let counted: [Value?]
    let scores: [Value?]

    private static let missing = Waiting(.missing, .instrument).outcome

    func variable(_ id: Int) -> Outcome {
        let value =
            id < items.count ? counted[id].map { instrument.items[id].points(of: $0) } : scores[id - items.count]
        return value.map { .value($0) } ?? Self.missing
    }

    func call(_ id: Int, _ arguments: [Value]) -> Outcome {
        switch (id, arguments.first) {
        case (InstrumentName.sum, _):
            sum.map { sum in Int64(exactly: sum.rounded()).map { .value(.int($0)) } ?? Self.tooLarge } ?? Self.missing
        case (InstrumentName.fractionalSum, _): sum.map { .value(.double($0)) } ?? Self.missing
        case (InstrumentName.sumOfList, .list(let values)?):
            Self.sum(of: values).map { .value(.int($0)) } ?? Self.tooLarge
        case (InstrumentName.fractionalSumOfList, .list(let values)?):
            Self.sum(of: values).map { .value(.double(Double($0))) } ?? Self.tooLarge
        case (InstrumentName.count, _):
            .value(.int(Int64(zip(instrument.items, items).count { $0.isScored && $1 != nil })))
        case (InstrumentName.answered, .int(let place)?): .value(.bool(items[Int(place)] != nil))
        default: .error(EvaluationError(.noSuchOverload, "a function was called with arguments it does not take"))
        }
    }

    /// The sum of all items that are scored. Missing ones are made up for by the mean, where the manual allows it; nil
    /// where it does not.
    private var sum: Double? {
        var total = 0.0
        var answered = 0
        var scored = 0
        for (place, form) in instrument.items.enumerated() where form.isScored {
            scored += 1
            guard let value = counted[place], let points = form.points(of: value).counted else { continue }
            total += points
            answered += 1
        }
        let missing = scored - answered
        if missing > 0 {
            guard let proration = instrument.proration, missing <= proration.allowed, answered > 0 else { return nil }
            total += total / Double(answered) * Double(missing)
        }
        return total
    }

    /// Nil where it is larger than whole numbers can be.
    private static func sum(of values: [Value]) -> Int64? {
        var total: Int64 = 0
        for value in values {
            let (sum, overflow) = total.addingReportingOverflow(value.answeredNumber)
            guard !overflow else { return nil }
            total = sum
        }
        return total
    }

    private static var tooLarge: Outcome {
        .error(EvaluationError(.overflow, "the sum is larger than whole numbers can be"))
    }
}

extension Value {
    /// What it counts in a sum; nil where it counts nothing.
    fileprivate var counted: Double? {
        if case .bool(let answer) = self { return answer ? 1 : 0 }
        if case .int(let number) = self { return Double(number) }
        return nil
    }
}

extension Value {
    fileprivate var answeredNumber: Int64 { if case .int(let number) = self { number } else { 0 } }
}
