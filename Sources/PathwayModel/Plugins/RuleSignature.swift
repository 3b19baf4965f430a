package import CEL

/// What a rule takes and what it reads: what a pathway was checked against, and is kept with it.
package struct RuleContract: Hashable, Sendable {
    package struct Parameter: Hashable, Sendable {
        /// What of the pathway a parameter names: the rule is then handed that, and nothing else of its kind.
        package enum Named: String, Hashable, Sendable {
            case instrument
            case field
        }

        package var name: String
        package var type: FieldType
        package var isRequired: Bool
        package var names: Named?
        /// Of which type the field has to be that it names; nil for any.
        package var fieldKind: FieldKind?

        package init(
            name: String, type: FieldType, isRequired: Bool, names: Named? = nil, fieldKind: FieldKind? = nil
        ) {
            self.name = name
            self.type = type
            self.isRequired = isRequired
            self.names = names
            self.fieldKind = fieldKind
        }
    }

    package var parameters: [Parameter]
    package var reads: RuleReads
    /// Of all fields and results only these; nil for no such limit.
    package var only: RuleScope?

    package init(parameters: [Parameter], reads: RuleReads, only: RuleScope? = nil) {
        self.parameters = parameters
        self.reads = reads
        self.only = only
    }

    /// Of the fields and results that it may read, what a use with these parameters is handed: where they name
    /// instruments or fields, those are all of their kind.
    package func scope(with values: [String: Value]) -> RuleScope {
        let allowed = only ?? .all
        func named(_ kind: Parameter.Named, _ allowed: Set<String>?) -> Set<String>? {
            let parameters = parameters.filter { $0.names == kind }
            guard !parameters.isEmpty else { return allowed }
            let named = parameters.compactMap { parameter -> String? in
                if case .string(let name)? = values[parameter.name] { name } else { nil }
            }
            return allowed.map { $0.intersection(named) } ?? Set(named)
        }
        return RuleScope(data: named(.field, allowed.data), results: named(.instrument, allowed.results))
    }
}

/// What the compiler has to know of a plugin's rule to check its use.
package struct RuleSignature: Hashable, Sendable {
    package typealias Parameter = RuleContract.Parameter

    /// `attendance.at_least`
    package var name: String
    package var contract: RuleContract
    /// The plugin's name and version, as its verdicts carry it.
    package var plugin: String

    package var parameters: [Parameter] { contract.parameters }
    package var reads: RuleReads { contract.reads }
    package var only: RuleScope? { contract.only }

    package init(
        name: String, parameters: [Parameter], reads: RuleReads, only: RuleScope? = nil, plugin: String
    ) {
        self.name = name
        contract = RuleContract(parameters: parameters, reads: reads, only: only)
        self.plugin = plugin
    }

    /// The name of the plugin that a rule's name begins with.
    package static func pluginName(of rule: String) -> String {
        rule.split(separator: ".").first.map(String.init) ?? rule
    }
}

extension RuleUse {
    package var pluginName: String { RuleSignature.pluginName(of: rule) }
}

/// The fields and instruments that a rule may be handed.
package struct RuleScope: Hashable, Sendable {
    /// By name; nil for all.
    package var data: Set<String>?
    package var results: Set<String>?

    package init(data: Set<String>? = nil, results: Set<String>? = nil) {
        self.data = data
        self.results = results
    }

    package static let all = RuleScope()
}
