public import PathwayModel

/// A pure question about a case, asked in a pathway as `{rule: plugin.name, with: {…}}`.
///
/// The same parameters and facts give the same verdict, today and on replay: a rule knows no clock, no file and no
/// random number. What it cannot tell is `.unknown` with a reason, never a silent no.
///
/// ```swift
/// struct AtLeast: Rule {
///     struct Parameters: Decodable, Sendable { let rate: Double }
///     let name = "at_least"
///     let reads: RuleReads = .attendance
///
///     func evaluate(_ parameters: Parameters, _ facts: RuleFacts) -> Verdict { … }
/// }
/// ```
public protocol Rule: Sendable {
    /// What a pathway gives under `with`. Stored properties are the parameters; optional ones may be left out. One
    /// that is called `atLeast` here is `at_least` there.
    ///
    /// `Bool`, `Int`, `Double`, `String`, `CalendarDate` and string enumerations that are `CaseIterable` may be used,
    /// and `NamedInstrument`, `NamedField` and `TypedField`, which the compiler looks up in the pathway. Their JSON Schema is derived
    /// from the type.
    associatedtype Parameters: Decodable & Sendable

    /// The rule's name inside its plugin: `at_least`.
    var name: String { get }
    /// The facts it is handed. Others are empty.
    var reads: RuleReads { get }
    /// The least and greatest value of parameters that are numbers, by the names that pathways use; none by default.
    var bounds: [String: ClosedRange<Double>] { get }

    func evaluate(_ parameters: Parameters, _ facts: RuleFacts) -> Verdict
}

extension Rule {
    public var bounds: [String: ClosedRange<Double>] { [:] }

    /// What the compiler has to know to check a use of the rule, with the plugin's name before the rule's.
    package func signature(in plugin: Plugin) -> RuleSignature {
        RuleSignature(
            name: "\(plugin.name).\(name)", parameters: ParameterShape.parameters(of: Parameters.self, bounds: bounds),
            reads: reads, plugin: plugin.label)
    }

    /// Why its parameters cannot be told to anybody; nil where they can.
    package var parameterProblem: String? {
        ParameterShape.problem(of: Parameters.self).map { "the rule '\(name)': \($0)" }
    }

    /// The verdict on parameters as a pathway wrote them.
    package func evaluate(untyped parameters: [String: Value], _ facts: RuleFacts) -> Verdict {
        do {
            return evaluate(try ParameterDecoder.decode(Parameters.self, from: parameters), facts)
        } catch {
            return .unknown("the parameters of the rule '\(name)' do not fit")
        }
    }
}
