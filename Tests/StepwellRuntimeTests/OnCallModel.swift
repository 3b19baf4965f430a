import CEL
import PathwayModel
import StepwellStore

@testable import StepwellRuntime

/// Who must have been told by when, worked out a minute at a time from what people did: the other way of computing it,
/// which knows nothing of the program's.
struct OnCallModel {
    /// Somebody in the line: who, by which channels, and at which minutes of the week (since Monday began, as the
    /// clinic's clock shows them).
    struct Place {
        var who: String
        var people: [(name: String, channels: [String])]
        var isHour: (_ minuteOfWeek: Int) -> Bool
    }

    struct Page: Equatable, CustomStringConvertible {
        var minute: Int
        var who: String
        var name: String
        var channel: String
        var turn: Int
        var round: Int
        /// Whether it came; nil while nobody knows.
        var isThere: Bool?
        var isLate = false

        var description: String { "\(minute): \(name) (\(who)) by \(channel), turn \(turn), round \(round)" }
    }

    let line: [Place]
    let patience: Int
    let rounds: Int
    /// Minutes by which the clinic's clock is behind UTC.
    let behind: Int

    /// All pages that were ever due, in order.
    private(set) var pages: [Page] = []
    /// Minutes at which something was said to be late.
    private(set) var late: [Int] = []
    /// Those of the present reason, as places in `pages`.
    private var current: [Int] = []
    private var isOpen = false
    private var heldUntil: Int?
    private var lastHold: Int?
    private var clock: Int

    init(line: [Place], patience: Int, rounds: Int, behind: Int, from minute: Int) {
        (self.line, self.patience, self.rounds, self.behind) = (line, patience, rounds, behind)
        clock = minute
    }

    // MARK: What people do

    /// Lets each minute come until then, that one too.
    mutating func pass(to minute: Int) {
        while clock < minute {
            clock += 1
            act()
        }
    }

    mutating func asks() {
        if !isOpen { heldUntil = nil }
        isOpen = true
        current = []
    }

    mutating func holds(until minute: Int) {
        heldUntil = minute
        current = []
    }

    mutating func gaveBack() { heldUntil = nil }

    mutating func done() {
        (isOpen, lastHold, heldUntil) = (false, heldUntil, nil)
        current = []
    }

    /// It was not done after all.
    mutating func undone() { (isOpen, heldUntil) = (true, lastHold) }

    mutating func heard(of page: Int, isThere: Bool) {
        if pages.indices.contains(page) { pages[page].isThere = isThere }
    }

    // MARK: What must be done

    /// At this minute.
    mutating func act() {
        guard isOpen, heldUntil.map({ $0 <= clock }) ?? true else { return }
        guard let last = current.last.map({ pages[$0] }) else { return tell(onCall[0], turn: 1, round: 1) }
        var otherWays: [(Page, String)] = []
        for (name, turn) in seen() {
            let told = current.filter { pages[$0].name == name && pages[$0].turn == turn }
            if told.contains(where: { pages[$0].isThere == true }) { continue }
            let newest = told[told.count - 1]
            let isOver = clock - pages[newest].minute >= patience
            guard pages[newest].isThere == false || isOver else { continue }
            if pages[newest].isThere == nil, !pages[newest].isLate {
                pages[newest].isLate = true
                late.append(clock)
            }
            let person = line.first { $0.who == pages[newest].who }?.people.first { $0.name == name }
            let tried = told.map { pages[$0].channel }
            if let other = person?.channels.first(where: { !tried.contains($0) }) {
                otherWays.append((pages[newest], other))
            }
        }
        let turn = current.map { pages[$0].turn }.max() ?? 0
        let began = current.map { pages[$0] }.filter { $0.turn == turn }.map(\.minute).min() ?? clock
        for (page, channel) in otherWays { add(page.who, page.name, channel, page.turn, page.round) }
        guard clock - began >= patience else { return }
        let newest = current.map { pages[$0] }.first { $0.turn == turn } ?? last
        let place = line.firstIndex { $0.who == newest.who } ?? 0
        if let next = line.enumerated().first(where: { $0.offset > place && isOn($0.element) })?.element {
            tell(next, turn: turn + 1, round: newest.round)
        } else if newest.round < rounds {
            tell(onCall[0], turn: turn + 1, round: newest.round + 1)
        }
    }

    private func seen() -> [(String, Int)] {
        var seen: [(String, Int)] = []
        for page in current.map({ pages[$0] }) where !seen.contains(where: { $0 == (page.name, page.turn) }) {
            seen.append((page.name, page.turn))
        }
        return seen
    }

    private mutating func tell(_ place: Place, turn: Int, round: Int) {
        for person in place.people { add(place.who, person.name, person.channels[0], turn, round) }
    }

    private mutating func add(_ who: String, _ name: String, _ channel: String, _ turn: Int, _ round: Int) {
        current.append(pages.count)
        pages.append(Page(minute: clock, who: who, name: name, channel: channel, turn: turn, round: round))
    }

    private func isOn(_ place: Place) -> Bool { onCall.contains { $0.who == place.who } }

    /// Whose hour it is; all where it is nobody's.
    private var onCall: [Place] {
        // The first of January 1970 was a Thursday.
        let minute = (clock - behind + 3 * 1_440) % (7 * 1_440)
        let those = line.filter { $0.isHour(minute) }
        return those.isEmpty ? line : those
    }
}

extension OnCallModel {
    /// Works out what must have been done by a minute, from a journal. Of what the program told only its numbers are used,
    /// so that what became of a message is known to be of the n-th.
    mutating func play(_ history: [(row: JournalRow, facts: [Fact])], task: TaskIndex, to end: Int) {
        var number: [EffectPlace: Int] = [:]
        for (row, facts) in history {
            for case .dutyTended(.task(task), .paged(_, let place)) in facts {
                number[EffectPlace(entry: row.sequence, place: place)] = number.count
            }
        }
        for (row, facts) in history {
            let minute = Int(row.at.seconds / 60)
            pass(to: minute)
            for fact in facts { take(fact, task, number) }
            act()
        }
        pass(to: end)
    }

    private mutating func take(_ fact: Fact, _ task: TaskIndex, _ number: [EffectPlace: Int]) {
        if case .taskOpened(let opening) = fact, opening.task == task { asks() }
        if case .taskAskedAgain(task, _) = fact { asks() }
        if case .taskCompleted(task, _) = fact { done() }
        if case .toldAnew(let difference) = fact, difference.opened.contains(task) { undone() }
        if case .dutyTended(.task(task), .held(_, let until, _)) = fact { holds(until: Int(until.seconds / 60)) }
        if case .dutyTended(.task(task), .released) = fact { gaveBack() }
        if case .delivery(let report) = fact, let page = number[report.effect] {
            heard(of: page, isThere: report.outcome == .sent)
        }
    }
}
