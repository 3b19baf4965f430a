import CEL
import PathwayEngine
import PathwayModel

/// Finds stories of the real engine for what a search has supposed: a search says what may be, a story that it is.
final class Concretizer {
    let whole: Pathway
    let machine: Machine
    private let space: Space
    /// The story that was tried last, whether it came to what was wanted or not.
    private(set) var lastTried: Story?
    private var known: [Wanted: Story?] = [:]
    /// Every story that was found, in turn.
    private(set) var found: [Story] = []

    private let isOver: () -> Bool

    init(_ whole: Pathway, _ space: Space, until isOver: @escaping () -> Bool) {
        self.isOver = isOver
        self.whole = whole
        machine = Machine(whole)
        self.space = space
    }

    /// A story that comes to what a node of the search stands for; nil where none was found.
    ///
    /// First one in which all is so that the search keeps; else one that stands in the same place.
    func story(to node: Int) -> Story? {
        for isExact in [true, false] {
            if let story = story(to: node, isExact: isExact) { return story }
        }
        return nil
    }

    /// One in which all is so that the search keeps: what is said of a node is said of where it comes to.
    func exactStory(to node: Int) -> Story? { story(to: node, isExact: true) }

    private struct Wanted: Hashable {
        var node: Int
        var isExact: Bool
    }

    private func story(to node: Int, isExact: Bool) -> Story? {
        let wanted = Wanted(node: node, isExact: isExact)
        if let known = known[wanted] { return known }
        guard !isOver() else { return nil }
        // A way in a circle is none.
        known[wanted] = .some(nil)
        var found: Story?
        for way in space.ways(to: node).prefix(Self.mostWays) {
            var before: Story?
            if let from = way.from {
                before = story(to: from, isExact: isExact)
                if before == nil { continue }
            }
            found = follow(way.step, from: before ?? Story(whole)) { self.isAlike($0, node, isExact: isExact) }
            if found == nil, let from = way.from { found = prepare(way.step, node, from, isExact: isExact) }
            if found != nil { break }
        }
        known[wanted] = .some(found)
        if let found { self.found.append(found) }
        return found
    }

    /// A story in which what a step needs is recorded one step earlier: where the case is then, it may be too late.
    private func prepare(_ step: Space.SupposedStep, _ node: Int, _ from: Int, isExact: Bool) -> Story? {
        let wishes = wishes(of: step)
        for way in space.ways(to: from).prefix(3) {
            guard let place = way.from, var early = story(to: place, isExact: isExact) else { continue }
            let leaves = early.places(whole)
            let fulfilment = early.fulfil(
                wishes, .prepared, machine, staying: { $0.places(self.whole) == leaves }, until: { _ in false })
            guard fulfilment == .ready,
                let before = follow(way.step, from: early, until: { self.isAlike($0, from, isExact: isExact) })
            else { continue }
            let found = follow(step, from: before) { self.isAlike($0, node, isExact: isExact) }
            if found != nil { return found }
        }
        return nil
    }

    private func isAlike(_ story: Story, _ node: Int, isExact: Bool) -> Bool {
        story.state.map { isAlike($0, space.nodes[node].state, isExact: isExact) } ?? false
    }

    private func wishes(of step: Space.SupposedStep) -> Wishes {
        let choices = space.solver.solution(of: step.supposed) ?? [:]
        return Wishes(whole, space.plan.table, choices)
    }

    private static let mostWays = 8

    private func isAlike(_ state: CaseState, _ other: CaseState, isExact: Bool = false) -> Bool {
        guard isAsIn(state.configuration, other.configuration), state.status == other.status else { return false }
        guard isExact else { return true }
        return space.plan.tasks.allSatisfy { task in
            (state.tasks[task.position].status == .open) == (other.tasks[task.position].status == .open)
        } && space.plan.fields.allSatisfy { state.value(of: $0, in: whole) == other.value(of: $0, in: whole) }
    }

    private func isAsIn(_ one: PlaceSet<State>, _ other: PlaceSet<State>) -> Bool {
        let merged = space.plan.slice.merged
        return merged.isEmpty
            ? one == other
            : one.allSatisfy { merged.contains($0) || other.contains($0) }
                && other.allSatisfy { merged.contains($0) || one.contains($0) }
    }

    /// A story goes on by a step that was supposed, until something is so; nil where that does not come.
    func follow(_ step: Space.SupposedStep, from story: Story, until isSo: (Story) -> Bool) -> Story? {
        go(on: story, wishes(of: step), step.move, mayEndEarly: true, until: isSo)
    }

    private func go(
        on story: Story, _ wishes: Wishes, _ move: Move, mayEndEarly: Bool, until isSo: (Story) -> Bool
    ) -> Story? {
        let leaves = story.places(whole)
        // A story that is to show a value has to have it.
        let attempts = Wishes.Attempt.allCases
        for attempt in mayEndEarly ? attempts : Array(attempts.dropFirst()) + attempts.prefix(1) {
            guard !isOver() else { return nil }
            var story = story
            switch story.fulfil(
                wishes, attempt, machine, staying: { $0.places(self.whole) == leaves },
                until: { mayEndEarly && isSo($0) })
            {
            case .done: return story
            case .failed: continue
            case .ready: break
            }
            if take(move, wishes, &story, isSo) { return story }
        }
        return nil
    }

    private func take(_ move: Move, _ wishes: Wishes, _ story: inout Story, _ isSo: (Story) -> Bool) -> Bool {
        defer { lastTried = story }
        return perform(move, wishes, &story, isSo)
    }

    private func perform(_ move: Move, _ wishes: Wishes, _ story: inout Story, _ isSo: (Story) -> Bool) -> Bool {
        switch move {
        case .wait:
            for days in [1, 1, 1, 1, 1, 2, 7, 7, 7, 14, 30, 30, 60, 180, 365] {
                let places = story.places(whole)
                guard !isOver() else { return false }
                story.wait(days: days, machine)
                if isSo(story) { return true }
                if story.places(whole) != places { return false }
            }
            return false
        case .enroll: story.give(.enroll(Input.Enrollment(with: wishes.enrollment)), machine)
        case .send(let event):
            let by = whole.events[event].by?.first
            story.give(.send(event: whole.events[event].name, with: wishes.payload(of: event)), by: by, machine)
        case .recordField(let field, let value):
            let text = wishes.recordedValue ?? value
            story.give(.record([.field(whole.fields[field].name, text: text?.shown ?? "")]), machine)
        case .recordInstrument(let place, let scores):
            for answers in wishes.answers(of: place, scores) {
                var other = story
                other.give(.record([.instrument(whole.instruments[place].name, answers: answers)]), machine)
                // What cannot be read is no answer of the pathway's.
                if other.refusal?.code != Refusal.Code.invalidValue, isSo(other) {
                    story = other
                    return true
                }
            }
            return false
        case .attend(let status): story.give(.attend(status, type: nil), machine)
        case .consent(let kind, let granted):
            story.give(.consent([Input.ConsentChange(kind: kind, granted: granted)]), machine)
        case .complete(let task):
            let (name, by) = (whole.tasks[task].name, whole.tasks[task].completer)
            for outcome in whole.tasks[task].outcomes.dropFirst() {
                var other = story
                other.give(.complete(task: name, outcome: outcome), by: by, machine)
                guard isSo(other) else { continue }
                story = other
                return true
            }
            story.give(.complete(task: name), by: by, machine)
        case .decide(let index):
            let reason = "as the story says"
            story.give(
                .decide(.transition(id: whole.idOfDecision(index)), reason: reason),
                by: whole.transitions[index].by?.first, machine)
        }
        return isSo(story)
    }

    /// A story with one more thing that happens, where values are as given as far as that can be had.
    func story(
        _ story: Story, doing move: Move, where values: [Unknown: Int], of table: FigureTable,
        until isSo: (Story) -> Bool = { _ in true }
    ) -> Story? {
        go(on: story, Wishes(whole, table, values), move, mayEndEarly: move == .wait, until: isSo)
    }

    /// A story goes on from a node until the case is closed.
    func closing(_ story: Story, from node: Int, _ closing: Set<Int>) -> Story? {
        // The shortest way first; where a step of it cannot be had, another.
        var ahead: [(node: Int, story: Story)] = [(node, story)]
        var seen: Set<Int> = [node]
        var next = 0
        while next < ahead.count, next < 60 {
            let (place, story) = ahead[next]
            next += 1
            if story.state?.status != .open { return story }
            for target in space.successors[place].sorted() where closing.contains(target) && !seen.contains(target) {
                for step in space.steps(from: place, to: target) {
                    let found = follow(step, from: story) { story in
                        story.state.map { self.isAlike($0, self.space.nodes[target].state) } ?? false
                    }
                    guard let found else { continue }
                    if found.state?.status != .open { return found }
                    seen.insert(target)
                    ahead.append((target, found))
                    break
                }
            }
        }
        return nil
    }
}
