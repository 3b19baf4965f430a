import CEL
import PathwayModel

/// Values that people may record: at the numbers that guards compare them with, beside these, and anywhere.
struct WalkedValues {
    private var numbers: [VariableReference: Set<Double>] = [:]
    private var texts: Set<String> = ["text"]
    /// Lengths of time that the pathway speaks of, in days.
    private(set) var days: Set<Int64> = [1, 2, 7, 30]

    init(_ pathway: Pathway) {
        let programs =
            pathway.conditions.flatMap { pathway.programs(in: $0) } + pathway.promised
            + pathway.decisions.map(\.program)
        for program in programs {
            var own: Set<Double> = []
            for constant in program.constants {
                if case .int(let number) = constant {
                    own.insert(Double(number))
                    if (0...400).contains(number) { days.insert(number) }
                }
                if case .double(let number) = constant { own.insert(number) }
                if case .string(let text) = constant { texts.insert(text) }
            }
            for variable in program.variables { numbers[pathway.variables[variable], default: []].formUnion(own) }
        }
    }

    /// A value of a type for what guards read under these names.
    func value(
        _ type: FieldType, of variables: [VariableReference], on today: CalendarDate, _ random: inout SeededGenerator
    ) -> Value {
        switch type {
        case .boolean: return .bool(random.chance(50))
        case .integer(let min, let max):
            let (low, high) = (min ?? -2, Swift.max(min ?? -2, max ?? 30))
            guard let constant = constant(of: variables, &random), random.chance(70) else {
                return .int(
                    random.chance(15) ? random.pick([low, high]) : Int64.random(in: low...high, using: &random))
            }
            return .int(Swift.min(high, Swift.max(low, Int64(constant) + random.pick([-1, 0, 1]))))
        case .number(let min, let max):
            let (low, high) = (min ?? -2, Swift.max(min ?? -2, max ?? 30))
            guard let constant = constant(of: variables, &random), random.chance(70) else {
                return .double(Double.random(in: low...high, using: &random).rounded())
            }
            return .double(Swift.min(high, Swift.max(low, constant + random.pick([-1, -0.5, 0, 0.5, 1]))))
        case .choice(let options): return .string(random.pick(options))
        case .text: return .string(random.pick(texts.sorted()))
        case .date:
            let away = Int(random.pick(days.sorted()) + random.pick([-1, 0, 1]))
            return .date(today.adding(days: random.chance(50) ? away : -away) ?? today)
        case .instant: return .timestamp(Timestamp(seconds: Int64(today.daysSinceEpoch) * 86_400))
        }
    }

    private func constant(of variables: [VariableReference], _ random: inout SeededGenerator) -> Double? {
        let own = variables.reduce(into: Set<Double>()) { $0.formUnion(numbers[$1] ?? []) }
        return own.isEmpty ? nil : random.pick(own.sorted())
    }
}
