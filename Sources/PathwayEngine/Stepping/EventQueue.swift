/// Internal events that wait for their macrostep, in order.
struct EventQueue {
    private var events: [CaseReader.EventAtHand] = []
    /// Those before it have been taken.
    private var next = 0

    var isEmpty: Bool { next == events.count }

    mutating func append(_ event: CaseReader.EventAtHand) { events.append(event) }

    mutating func popFirst() -> CaseReader.EventAtHand? {
        guard next < events.count else { return nil }
        let event = events[next]
        next += 1
        if next == events.count { clear() }
        return event
    }

    mutating func clear() {
        guard !events.isEmpty else { return }
        events.removeAll(keepingCapacity: true)
        next = 0
    }
}
