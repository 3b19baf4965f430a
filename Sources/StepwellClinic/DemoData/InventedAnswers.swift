import CEL
import PathwayModel

/// What a patient answers, and what staff write down, as severe as the patient is just then.
struct InventedAnswers {
    let pathway: Pathway
    let reading: PathwayReading

    // MARK: Instruments

    /// A result: item by item where the form has nothing but numbers and yes or no, else its score.
    func result(
        of index: InstrumentIndex, severity: Double, _ random: inout SeededNumbers
    ) -> Input.Recording {
        let instrument = pathway.instruments[index]
        guard Self.isPlainForm(instrument) else {
            return .instrument(instrument.name, answers: scores(of: instrument, severity, &random))
        }
        let answers = instrument.items.map { item in
            Input.NamedText(item.name, answer(to: item, severity, &random).shown)
        }
        return .instrument(instrument.name, answers: answers)
    }

    private static func isPlainForm(_ instrument: Instrument) -> Bool {
        !instrument.items.isEmpty && instrument.checks.isEmpty
            && instrument.items.allSatisfy { item in
                guard item.needed == nil else { return false }
                switch item.type {
                case .boolean: return true
                case .integer(let min, let max): return min != nil && max != nil
                case .number, .text, .choice, .date, .instant: return false
                }
            }
    }

    private func answer(to item: Instrument.Item, _ severity: Double, _ random: inout SeededNumbers) -> Value {
        let isAlarm = reading.alarms.contains(item.name)
        switch item.type {
        case .integer(let low?, let high?):
            let span = Double(high - low)
            let points =
                isAlarm
                ? (random.chance(0.1 * severity) ? (random.chance(0.15) ? 2 : 1) : 0)
                : min(span, max(0, (severity * span + random.wobble() * 1.9).rounded()))
            return .int(item.isReversed ? high - Int64(points) : low + Int64(points))
        case .boolean: return .bool(random.chance(severity * (isAlarm ? 0.1 : 0.6)) != item.isReversed)
        case .integer, .number, .text, .choice, .date, .instant: return .null
        }
    }

    /// Scores by themselves. Of levels by name the first is the usual one, and the last is rare.
    private func scores(
        of instrument: Instrument, _ severity: Double, _ random: inout SeededNumbers
    ) -> [Input.NamedText] {
        guard let main = instrument.mainScore else { return [] }
        let score = instrument.scores[main]
        let value: Value =
            switch score.type {
            case .choice(let options): .string(options[random.place(by: Self.weights(of: options.count, severity))])
            case .boolean: .bool(random.chance(0.12 * severity))
            case .integer(let min, let max):
                .int(Int64(Self.number(Double(min ?? 0), Double(max ?? 30), severity, &random).rounded()))
            case .number(let min, let max): .double(Self.number(min ?? 0, max ?? 30, severity, &random).rounded())
            case .text, .date, .instant: .null
            }
        return [.init(score.name, value.shown)]
    }

    private static func weights(of count: Int, _ severity: Double) -> [Double] {
        let rare = [0.28 * severity, 0.06 * severity, 0.03 * severity]
        return [1] + (1..<max(2, count)).prefix(count - 1).map { $0 <= rare.count ? rare[$0 - 1] : 0.002 }
    }

    private static func number(
        _ low: Double, _ high: Double, _ severity: Double, _ random: inout SeededNumbers
    ) -> Double {
        min(high, max(low, low + (severity + random.wobble() * 0.1) * (high - low)))
    }

    // MARK: Fields and events

    /// What a field holds from now on.
    func value(
        of field: Field, severity: Double, on today: CalendarDate, _ random: inout SeededNumbers
    ) -> String {
        switch field.type {
        case .boolean:
            String(random.chance(field.defaultValue == nil ? 0.3 + 0.8 * severity : 0.12))
        case .integer, .number, .text, .choice, .instant:
            text(of: field.type, firstIn: 0.7, severity, on: today, &random)
        case .date: (today.adding(days: Int.random(in: 2...7, using: &random)) ?? today).description
        }
    }

    /// What an event brings.
    ///
    /// - Parameter firstIn: how often it is the first of the choices that an author names, which is the usual one.
    func payload(
        of event: Event, firstIn: Double, severity: Double, on today: CalendarDate, _ random: inout SeededNumbers
    ) -> [Input.NamedText] {
        event.payload.map { part in
            Input.NamedText(part.name, text(of: part.type, firstIn: firstIn, severity, on: today, &random))
        }
    }

    private func text(
        of type: FieldType, firstIn: Double, _ severity: Double, on today: CalendarDate, _ random: inout SeededNumbers
    ) -> String {
        switch type {
        case .boolean: return String(random.chance(0.6))
        case .integer(let min?, let max?):
            return String(Int64(Self.number(Double(min), Double(max), severity, &random).rounded()))
        case .integer(let min, let max):
            let low = min ?? Swift.min(10, max ?? 10)
            return String(Int64.random(in: low...Swift.max(low, max ?? low + 14), using: &random))
        case .number(let min, let max):
            return Value.double(Self.number(min ?? 0, max ?? 30, severity, &random).rounded()).shown
        case .text: return random.pick(Self.notes)
        case .choice(let options):
            guard options.count > 1, !random.chance(firstIn) else { return options[0] }
            // Of the others each is half as usual as the one before.
            let others = options.dropFirst()
            return Array(others)[random.place(by: (0..<others.count).map { 1 / Double(1 << min($0 * 2, 20)) })]
        case .date: return (today.adding(days: Int.random(in: 21...60, using: &random)) ?? today).description
        case .instant:
            let day = today.adding(days: Int.random(in: 1...6, using: &random)) ?? today
            let hour = Int64.random(in: 9...16, using: &random)
            return pathway.calendar.zone.instant(on: day, secondOfDay: hour * 3_600).rfc3339()
        }
    }

    private static let notes = ["as agreed", "see the chart", "by telephone", "on paper"]
}
