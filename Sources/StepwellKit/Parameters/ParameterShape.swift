import CEL
import PathwayModel

/// Learns a rule's parameters from their type.
struct ParameterShape {
    static func parameters<Parameters: Decodable>(
        of type: Parameters.Type, bounds: [String: ClosedRange<Double>]
    ) -> [RuleSignature.Parameter] {
        TypeShape.members(of: type) { try shape(of: $0) }.map { member in
            bounded(
                .init(
                    name: member.name, type: member.shape.type, isRequired: member.isRequired, names: member.shape.names
                ),
                bounds[member.name])
        }
    }

    /// Why not all parameters can be learned from a type; nil where they can.
    static func problem<Parameters: Decodable>(of type: Parameters.Type) -> String? {
        TypeShape.problem(of: type, "parameter") { try shape(of: $0) }
    }

    private static func bounded(
        _ parameter: RuleSignature.Parameter, _ bounds: ClosedRange<Double>?
    ) -> RuleSignature.Parameter {
        guard let bounds else { return parameter }
        var parameter = parameter
        switch parameter.type {
        case .integer:
            parameter.type = .integer(
                min: Int64(bounds.lowerBound.rounded(.up)), max: Int64(bounds.upperBound.rounded(.down)))
        case .number: parameter.type = .number(min: bounds.lowerBound, max: bounds.upperBound)
        case .boolean, .text, .choice, .date, .instant: break
        }
        return parameter
    }

    /// What stands for a Swift type.
    struct Shape: SampledShape {
        var type: FieldType
        var sample: Any
        var names: RuleSignature.Parameter.Named?
        var fieldKind: FieldKind?
    }

    static func shape(of type: Any.Type) throws -> Shape {
        if type == Bool.self { return Shape(type: .boolean, sample: false) }
        if type == Int.self { return Shape(type: .integer(min: nil, max: nil), sample: 0) }
        if type == Double.self { return Shape(type: .number(min: nil, max: nil), sample: 0.0) }
        if type == String.self { return Shape(type: .text, sample: "") }
        if type == CalendarDate.self { return Shape(type: .date, sample: CalendarDate(daysSinceEpoch: 0)) }
        if type == NamedInstrument.self {
            return Shape(type: .text, sample: NamedInstrument(""), names: .instrument)
        }
        if type == NamedField.self { return Shape(type: .text, sample: NamedField(""), names: .field) }
        if let typed = type as? any AnyTypedField.Type {
            return Shape(type: .text, sample: typed.sample, names: .field, fieldKind: typed.fieldKind)
        }
        if let choice = type as? any CaseIterable.Type, let (words, first) = words(of: choice) {
            return Shape(type: .choice(words), sample: first)
        }
        throw ParameterError.notFlat
    }

    private static func words<Choice: CaseIterable>(of type: Choice.Type) -> ([String], Any)? {
        let words = type.allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
        guard words.count == type.allCases.count, let first = type.allCases.first else { return nil }
        return (words, first)
    }
}
