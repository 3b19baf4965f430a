package import PathwayModel
import StepwellRuntime

/// Something that stands on an entry that was put right or taken back: typed, as JSON, and in words.
package struct StandingView: Hashable, Sendable {
    package var entry: Int
    package var consequence: Consequence
    package var json: JSON
    package var sentence: String

    static func views(of facts: [Fact], in pathway: Pathway) -> [StandingView] {
        let (writer, sentences) = (FactWriter(pathway), FactSentences(pathway))
        return facts.flatMap { fact -> [StandingView] in
            guard case .reviewRequested(let entry, let standing) = fact else { return [] }
            return standing.map { consequence in
                StandingView(
                    entry: entry, consequence: consequence, json: writer.json(consequence),
                    sentence: sentences.words(for: consequence))
            }
        }
    }
}
