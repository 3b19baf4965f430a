import PathwayEngine
import PathwayModel

/// Looks around stories that are known, by what people may send and decide and by waiting: for what comes with time, and
/// for what a search tells apart that goes together.
struct Spreading {
    private let machine: Machine
    private let isOver: () -> Bool
    private var pathway: Pathway { machine.pathway }

    /// So many inputs are tried.
    private static let mostTries = 8_000
    /// Days that pass, one after another, where a case stands: each for a week and a half, then each fortnight for a year.
    private static let waits = Array(repeating: 1, count: 10) + Array(repeating: 14, count: 28)

    init(_ machine: Machine, until isOver: @escaping () -> Bool) {
        self.machine = machine
        self.isOver = isOver
    }

    /// The first story found from one on in which something is so; nil where none is found.
    ///
    /// - Parameter isNear: where it is looked on from.
    func story(from start: Story, near isNear: (Story) -> Bool = { _ in true }, until isSo: (Story) -> Bool) -> Story? {
        // What time alone brings is told the shortest.
        var waiting = start
        for days in Self.waits {
            waiting.wait(days: days, machine)
            if isSo(waiting) { return waiting }
        }
        var ahead = [start]
        var seen: Set<PlaceSet<State>> = []
        var tries = 0
        var next = 0
        while next < ahead.count {
            var story = ahead[next]
            next += 1
            for days in Self.waits {
                for move in moves(from: story) {
                    guard tries < Self.mostTries, !isOver() else { return nil }
                    tries += 1
                    var other = story
                    other.give(move.input, by: move.by, machine)
                    guard other.refusal == nil, let state = other.state else { continue }
                    if isSo(other) { return other }
                    if isNear(other), seen.insert(state.configuration).inserted { ahead.append(other) }
                }
                story.wait(days: days, machine)
                guard isNear(story) else { break }
            }
        }
        return nil
    }

    private func moves(from story: Story) -> [(input: Input, by: String?)] {
        guard let state = story.state else { return [] }
        var moves: [(input: Input, by: String?)] = []
        for event in pathway.events.indices.map({ EventIndex($0) }) where pathway.events[event].kind == .declared {
            guard state.configuration.contains(where: { pathway.listens($0, to: event) }) else { continue }
            let declared = pathway.events[event]
            moves += declared.examples.map { (.send(event: declared.name, with: $0), declared.by?.first) }
        }
        for source in state.configuration where state.status == .open {
            for index in pathway.states[source].transitions {
                guard pathway.transitions[index].decision != nil else { continue }
                let choice = Input.Choice.transition(id: pathway.idOfDecision(index))
                moves.append((.decide(choice, reason: "as the story says"), pathway.transitions[index].by?.first))
            }
        }
        return moves
    }
}

extension Event {
    /// A few ways to fill in what it brings.
    var examples: [[Input.NamedText]] {
        let all = payload.reduce([[Input.NamedText]([])]) { all, part in
            all.flatMap { texts in part.type.examples.prefix(4).map { texts + [Input.NamedText(part.name, $0.shown)] } }
        }
        return Array(all.prefix(8))
    }
}
