import CEL
import PathwayModel

/// What a pathway says beside its states and ways, and a reviewer has to know is different: each by its name, as text.
struct Besides {
    private let texts: [(what: String, text: String)]

    init(_ pathway: Pathway) {
        let guards = pathway.guards.map { ("guard \($0.name)", $0.program.source.onOneLine) }
        let tables = pathway.decisions.map { ("decision table \($0.name)", $0.program.source.onOneLine) }
        let promises = pathway.promises.map { ("promise \($0.id)", $0.text) }
        let instruments = pathway.instruments.map { ("instrument \($0.name)", "") }
        let messages = pathway.messages.map { ("message \($0.name)", "") }
        let events = pathway.events.filter { $0.kind == .declared }.map { ("event \($0.name)", "") }
        let fields = pathway.fields.map { ("value \($0.name)", "") }
        let roles = pathway.roles.map { ("role \($0)", "") }
        texts = guards + tables + promises + instruments + messages + events + fields + roles
    }

    func lines(since old: Besides) -> [String] {
        let (before, after) = (old.byName, byName)
        return texts.flatMap { what, text -> [String] in
            guard let was = before[what] else { return ["+ \(what)"] + (text.isEmpty ? [] : ["    \(text)"]) }
            return was == text ? [] : ["~ \(what)", "    − \(was)", "    + \(text)"]
        } + old.texts.filter { after[$0.what] == nil }.map { "− \($0.what)" }
    }

    private var byName: [String: String] {
        Dictionary(texts.map { ($0.what, $0.text) }) { first, _ in first }
    }
}

extension Promise {
    fileprivate var text: String {
        let what: String =
            switch body {
            case .never(let program): "never \(program.source)"
            case .whenever(_, let expect, let within): "\(expect.source) within \(within.text)"
            case .everyState(let limit): "every state left or looked at within \(limit.text)"
            }
        return "\(shownTitle): \(what)"
    }
}
