import CEL
import PathwayModel

/// A stay that may last longer than it usually does.
extension Stepper {
    mutating func extend(_ name: String?, until: CalendarDate, _ reason: String) throws(Interruption) {
        guard !isClosed else { return try refuse(Refusal.Code.caseClosed, "the case is closed: nothing stands still") }
        let stay = try standingStay(name)
        guard actor.mayAct(in: stay.owner.map { [$0] }) else { throw .refused(.role(stay.owner.map { [$0] })) }
        let alarms = pathway.tasks.indices.filter { state.tasks[$0].status == .open && pathway.tasks[$0].isSafety }
        guard alarms.isEmpty else {
            let names = Suggestions.listed(alarms.map { pathway.tasks[$0].name })
            return try refuse(
                Refusal.Code.safetyOpen, "no stay is extended while a safety task is open: \(names)")
        }
        let reason = reason.trimmingSpaces
        guard !reason.isEmpty else { return try refuse(Refusal.Code.reasonRequired, "say why the stay is extended") }
        let today = header.moment.date
        let path = pathway.states[stay.state].path
        guard until > stay.until, until >= today else {
            return try refuse(
                Refusal.Code.invalidValue,
                "'\(path)' is expected until \(stay.until) already, and today is \(today): name a later date")
        }
        let start = pathway.calendar.zone.instant(on: max(stay.until, today))
        guard let latest = pathway.calendar.date(after: stay.expected, from: start), until <= latest else {
            return try refuse(
                Refusal.Code.invalidValue,
                "a stay is extended by at most its usual length (\(stay.expected.text)) at a time"
                    + (pathway.calendar.date(after: stay.expected, from: start).map { ": until \($0)" } ?? ""))
        }
        emit(.stayExtended(stay.state, until: until, reason: reason))
    }

    private func refuse(_ code: String, _ message: String) throws(Interruption) {
        throw .refused(Refusal(code, message))
    }

    /// The stay that is meant; where no state is named, the one that stands still or would first.
    private func standingStay(_ name: String?) throws(Interruption) -> StandingStay {
        let stays = machine.standingStays(of: state)
        guard let name else {
            guard let first = stays.min(by: { ($0.until, $1.state) < ($1.until, $0.state) }) else {
                throw .refused(
                    Refusal(Refusal.Code.notAccepted, "no state where the case is says how long a stay usually is"))
            }
            return first
        }
        let meant = stays.filter { stay in
            let path = pathway.states[stay.state].path
            return path == name || path.hasSuffix(".\(name)")
        }
        guard let stay = meant.last else {
            let known = stays.map { pathway.states[$0.state].path }
            let listed = known.isEmpty ? "there is none" : "there are \(Suggestions.listed(known))"
            throw .refused(
                Refusal(
                    Refusal.Code.notAccepted,
                    "the case is in no state '\(name)' that says how long a stay usually is; \(listed)"))
        }
        return stay
    }
}
