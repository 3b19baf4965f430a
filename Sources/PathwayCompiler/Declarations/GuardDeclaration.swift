/// A guard: an expression, or a tree.
package indirect enum GuardDeclaration: Sendable {
    case expression(YAMLNode)
    case form(CriterionDeclaration)
}

extension Shape where Value == GuardDeclaration {
    package static var `guard`: Self {
        Shape(.either([.expression, .form(CriterionDeclaration.formName)])) { reader, node, _ in
            if node.text != nil { return .expression(node) }
            return CriterionDeclaration.schema.read(node, &reader).map { .form($0) }
        }
    }
}

/// A node of a guard's tree: a group, or a criterion.
package struct CriterionDeclaration: Declaration, CriterionKeys {
    package static let formName = "criterion"
    package var place = FormPlace()
    package var all: Written<[Item<GuardDeclaration>]> = .absent
    package var any: Written<[Item<GuardDeclaration>]> = .absent
    package var not: Written<GuardDeclaration> = .absent
    package var leaf = LeafKeys()
    package var hard: Written<String> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "a guard", "A group, or a criterion with one of `is`, `guard` and `rule`.",
        [
            Key("all", \.all, .list(.guard), "True when all of what is inside is"),
            Key("any", \.any, .list(.guard), "True when one of what is inside is"),
            Key("not", \.not, .guard, "True when what is inside is false"),
        ] + LeafKeys.keys() + [
            Key(
                "hard", \.hard, .identifier,
                "In a decision: while it is not true, nobody can decide, and the refusal has this code")
        ])
}

/// A requirement: a criterion that can refuse.
package struct RequirementDeclaration: Declaration, CriterionKeys {
    package static let formName = "requirement"
    package var place = FormPlace()
    package var leaf = LeafKeys()
    package var message: Written<String> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "a requirement", "What has to be true once a transition is chosen: one of `is`, `guard` and `rule`.",
        LeafKeys.keys() + [Key("message", \.message, .text, "Why it refuses, for people")])
}

/// The keys of a single criterion.
package struct LeafKeys: Sendable {
    package var id: Written<String> = .absent
    package var label: Written<String> = .absent
    package var expression: Written<YAMLNode> = .absent
    package var namedGuard: Written<String> = .absent
    package var rule: Written<String> = .absent
    package var with: Written<YAMLNode> = .absent

    static func keys<Owner: CriterionKeys>() -> [Key<Owner>] {
        [
            Key("id", \.leaf.id, .identifier, "What tests, refusals and `why` call it"),
            Key("label", \.leaf.label, .text, "Its name for people"),
            Key("is", \.leaf.expression, .expression, "True when the expression is"),
            Key("guard", \.leaf.namedGuard, .text, "True when the named guard is"),
            Key("rule", \.leaf.rule, .text, "True when the plugin's rule says met"),
            Key("with", \.leaf.with, .later(.named(.value)), "The parameters of the rule"),
        ]
    }
}

package protocol CriterionKeys: Declaration {
    var leaf: LeafKeys { get set }
}

/// What a node of a guard's tree can be. One key says which.
package enum CriterionKind: String, CaseIterable, Sendable {
    case all, any, not
    case expression = "is"
    case namedGuard = "guard"
    case rule
}
