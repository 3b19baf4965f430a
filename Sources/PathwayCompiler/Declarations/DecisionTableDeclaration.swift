/// A decision table.
package struct DecisionTableDeclaration: Declaration {
    package static let formName = "decision table"
    package var place = FormPlace()
    package var hit: Written<Hit> = .absent
    package var inputs: Written<[Named<YAMLNode>]> = .absent
    package var rules: Written<[Item<YAMLNode>]> = .absent
    package var title: Written<String> = .absent

    package init() {}

    /// Which row answers.
    package enum Hit: String, CaseIterable, Sendable {
        case first, unique
    }

    package static let schema = FormSchema<Self>(
        "a decision table", "An answer for every combination of what is asked.",
        [
            Key(
                "hit", \.hit, .word,
                "`first` (unless given): the first row that holds answers. `unique`: one row holds, which is proved"),
            Key("inputs", \.inputs, .named(.expression), isNeeded: true, "What is looked at"),
            Key(
                "rules", \.rules, .list(.later(.any)), isNeeded: true,
                "The rows: a cell for each input that matters, and `then`"),
            Key("title", \.title, .text, "For people"),
        ])
}
