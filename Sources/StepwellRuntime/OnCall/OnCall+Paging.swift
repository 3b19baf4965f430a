import CEL
import PathwayEngine
import PathwayModel

/// Who is to be told of what nobody sees to, as far as those who were told have got it: a pure answer, the same in every
/// process.
extension OnCall {
    /// What is to be done at an instant; empty where nothing is.
    func pagings(for state: CaseState, in pathway: Pathway, at now: Timestamp) -> [Input.Paging] {
        Self.unattended(state, pathway).flatMap { pagings(for: $0, pathway, at: now) }
    }

    /// The first instant from the case's last input on at which something is to be done; nil for never.
    func nextPage(for state: CaseState, in pathway: Pathway) -> Timestamp? {
        Self.unattended(state, pathway).compactMap { task in
            var instants =
                [state.lastInput, task.hold?.until].compactMap(\.self) + task.pages.map { later($0.at) }
            // At the end of the last round others may come on call who were not told.
            if task.pages.contains(where: { $0.page.round >= rounds }) {
                let zone = zone ?? pathway.calendar.zone
                instants += line.compactMap(\.hours).flatMap { $0.changes(after: state.lastInput, in: zone) }
            }
            return instants.filter { $0 >= state.lastInput }.sorted().first {
                !pagings(for: task, pathway, at: $0).isEmpty
            }
        }.min()
    }

    // MARK: One task

    private struct Unattended {
        var name: String
        var hold: DutyHold?
        var pages: [CaseState.Page]
    }

    private static func unattended(_ state: CaseState, _ pathway: Pathway) -> [Unattended] {
        pathway.tasks.indices.compactMap { place in
            guard pathway.tasks[place].callsForSomebody, state.tasks[place].status == .open else { return nil }
            let tended = state.tended[.task(TaskIndex(place))]
            return Unattended(name: pathway.tasks[place].name, hold: tended?.hold, pages: tended?.pages ?? [])
        }
    }

    private func pagings(for task: Unattended, _ pathway: Pathway, at now: Timestamp) -> [Input.Paging] {
        if let hold = task.hold, hold.stands(at: now) { return [] }
        var pagings: [Input.Paging] = []
        for pages in Self.told(task.pages) {
            guard let last = pages.last, !pages.contains(where: { $0.outcome == .sent }),
                isUndelivered(last, at: now)
            else { continue }
            if last.outcome == nil, !last.isLate { pagings.append(.late(task: task.name, last.effect)) }
            guard let channel = channel(after: pages) else { continue }
            var page = last.page
            page.channel = channel
            pagings.append(.told(task: task.name, page))
        }
        guard let (place, turn, round) = next(after: task.pages, at: now, in: pathway.calendar.zone) else {
            return pagings
        }
        return pagings
            + place.people.map { person in
                let page = OnCallPage(
                    who: place.who, turn: turn, round: round, recipient: person.recipient, channel: person.channels[0])
                return .told(task: task.name, page)
            }
    }

    /// The pages of each who was told in a turn, by whatever channel.
    private static func told(_ pages: [CaseState.Page]) -> [[CaseState.Page]] {
        var groups: [[CaseState.Page]] = []
        for page in pages {
            let place = groups.firstIndex {
                $0[0].page.turn == page.page.turn && $0[0].page.recipient == page.page.recipient
            }
            if let place { groups[place].append(page) } else { groups.append([page]) }
        }
        return groups
    }

    private func later(_ instant: Timestamp) -> Timestamp {
        Timestamp(seconds: instant.seconds + Int64(minutes) * 60, nanoseconds: instant.nanoseconds)
    }

    /// Whether it did not come: one that failed at once, one of which nothing is known once its time is over.
    private func isUndelivered(_ page: CaseState.Page, at now: Timestamp) -> Bool {
        switch page.outcome {
        case .sent: false
        case .failed, .withheld: true
        case nil: page.isLate || later(page.at) <= now
        }
    }

    /// The channel by which somebody was not told yet in this turn.
    private func channel(after pages: [CaseState.Page]) -> String? {
        let used = pages.map(\.page.channel)
        let place = line.first { $0.who == pages[0].page.who }
        let person = place?.people.first { $0.recipient == pages[0].page.recipient }
        return person?.channels.first { !used.contains($0) }
    }

    /// Who is told next, once the last who was told has had time to see to it; nil where the line is at its end.
    private func next(
        after pages: [CaseState.Page], at now: Timestamp, in zone: ZoneOffsets
    ) -> (place: Place, turn: Int, round: Int)? {
        let places = places(at: now, in: zone)
        guard let first = places.first else { return nil }
        guard let last = pages.max(by: { $0.page.turn < $1.page.turn })?.page else { return (first, 1, 1) }
        guard let began = pages.first(where: { $0.page.turn == last.turn })?.at, later(began) <= now else { return nil }
        if let before = line.firstIndex(where: { $0.who == last.who }) {
            let behind = line[(before + 1)...].first { places.contains($0) }
            if let behind { return (behind, last.turn + 1, last.round) }
        }
        return last.round < rounds ? (first, last.turn + 1, last.round + 1) : nil
    }
}
