package import PathwayModel
import StepwellRuntime

/// A fact: typed, as JSON, and in a sentence.
package struct FactView: Hashable, Sendable {
    package var fact: Fact
    package var json: JSON
    /// Nil for what only the engine cares about.
    package var sentence: String?

    static func views(of facts: [Fact], in pathway: Pathway) -> [FactView] {
        let (writer, sentences) = (FactWriter(pathway), FactSentences(pathway))
        let words = sentences.words(for: facts)
        return zip(facts, words).map { FactView(fact: $0, json: writer.json($0), sentence: $1) }
    }
}
