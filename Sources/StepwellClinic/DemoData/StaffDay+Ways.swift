import CEL
import PathwayEngine
import PathwayModel
import StepwellRuntime

/// The rest of the day: what the case's ways on ask for.
extension StaffDay {
    /// Looks at every way on from where the case is: sees to what it lacks, decides, and sends what leads on.
    mutating func afternoon(_ explanation: Explanation) {
        doTasks()
        let ways = WaysOfPeople(explanation.ways, one)
        for way in explanation.ways where !movesOn {
            let transition = pathway.transitions[way.transition]
            switch transition.trigger {
            case .decision(let decision):
                decide(way, transition, decision, isLast: ways.lastResorts.contains(way.transition))
            case .automatic: if transition.after == nil { help(way, transition) }
            case .event: if ways.usual.contains(way.transition) { goOn(way, transition) }
            }
        }
        guard !movesOn else { return }
        happen(ways)
        lookAtLongStay()
    }

    // MARK: Decisions

    private mutating func decide(
        _ way: Explanation.Way, _ transition: Transition, _ decision: Transition.Decision, isLast: Bool
    ) {
        let isBarred = way.checks.contains { !$0.truth.isTrue }
        guard way.isProposed, !isBarred else {
            see(to: way, transition, isLast: isLast)
            let share = one.staysAway(on: today) ? 0.15 : isLong(transition.source) ? 0.04 : 0
            guard decision.overridable, !reading.isClosing(transition), !isBarred, one.random.chance(share) else {
                return
            }
            return take(way.transition, reason: one.random.pick(Self.reasons))
        }
        let plan = CaseInPlay.Plan.way(way.transition, stay: one.stay(in: transition.source))
        let day = one.day(of: plan) { random in
            let days =
                isLast ? Int.random(in: 1...12, using: &random) : random.place(by: [4, 3, 1.5, 0.7, 0.4, 0.2, 0.2])
            return today.adding(days: days)
        }
        guard let day, day <= today, one.tries(plan, on: today) else { return }
        take(way.transition, reason: nil)
    }

    private mutating func take(_ index: TransitionIndex, reason: String?) {
        let transition = pathway.transitions[index]
        let path = pathway.states[transition.source].path
        let id = path.isEmpty ? transition.id : "\(path).\(transition.id)"
        var move = StaffMove(.decide(.transition(id: id), reason: reason), roles: transition.by)
        move.other = state.signed[index.position]?.signature.by
        if one.random.chance(0.012) {
            move.later = .takeBack(reason: "Decided for another patient", on: later(within: 0...1))
        }
        add(move)
        movesOn = true
    }

    private static let reasons = [
        "Moves away next week", "The family asks for it", "Works days from Monday on", "Agreed in the team meeting",
    ]

    /// What a decision lacks that can be written down: results at once, the rest once little else is in the way.
    private mutating func see(to way: Explanation.Way, _ transition: Transition, isLast: Bool) {
        let criteria = inTheWay(of: way, transition)
        guard !criteria.isEmpty || way.checks.contains(where: { !$0.truth.isTrue }) else { return }
        let isLittle = criteria.count <= (isLast ? 1 : 3)
        let unknown = criteria.filter { !$0.report.truth.waitingFor.isEmpty }.map(\.criterion)
        let checks = zip(way.checks, transition.checks).filter { !$0.0.truth.isTrue }.map(\.1.criterion)
        if !isLast, one.random.chance(0.6) {
            record(reading.needs(of: unknown + checks).instruments.filter { isOld($0, after: 5) }, by: nil)
        }
        guard isLittle, one.random.chance(0.5) else { return }
        let needs = reading.needs(of: criteria.map(\.criterion) + checks)
        record(needs.fields.filter(isToBeFilled))
        agree(to: needs.consents)
        for event in needs.events where lastSent(event, before: isLast ? 1 : 5) { send(event, by: nil) }
    }

    /// The criteria that keep a way from holding.
    private func inTheWay(
        of way: Explanation.Way, _ transition: Transition
    ) -> [(report: CriterionReport, criterion: Criterion)] {
        let unmet = Set(way.inTheWay.map(\.id))
        return zip(way.criteria, transition.when?.criteria ?? []).filter { unmet.contains($0.0.id) }
            .map { (report: $0.0, criterion: $0.1) }
    }

    private func isOld(_ index: InstrumentIndex, after days: Int) -> Bool {
        state.newestScored(index).map { today.days(since: $0.result.moment.date) > days } ?? true
    }

    /// Whether a field says nothing yet, or names a day that is over.
    private func isToBeFilled(_ index: FieldIndex) -> Bool {
        switch state.value(of: index, in: pathway) {
        case nil: true
        case .date(let date): date < today
        case .timestamp(let instant): pathway.calendar.zone.date(of: instant) <= today
        default: false
        }
    }

    private func lastSent(_ event: EventIndex, before days: Int) -> Bool {
        one.lastSent(event).map { today.days(since: $0) >= days } ?? true
    }

    private mutating func agree(to kinds: [String]) {
        let missing = kinds.filter { state.consent($0) != true }
        guard !missing.isEmpty, one.random.chance(0.9) else { return }
        add(StaffMove(.consent(missing.map { .init(kind: $0, granted: true) }), roles: nil))
    }

    // MARK: Ways that nobody chooses

    /// What a way waits for that takes itself once it holds.
    private mutating func help(_ way: Explanation.Way, _ transition: Transition) {
        guard !way.truth.isTrue else { return }
        let needs = reading.needs(of: inTheWay(of: way, transition).map(\.criterion))
        guard !needs.isEmpty, one.random.chance(transition.source == Pathway.root ? 0.2 : 0.5) else { return }
        record(needs.instruments.filter { state.newestScored($0) == nil }, by: nil)
        record(needs.fields.filter(isToBeFilled))
        agree(to: needs.consents)
        for event in needs.events where one.lastSent(event) == nil || one.random.chance(0.03) { send(event, by: nil) }
    }

    // MARK: Events that lead on

    private mutating func goOn(_ way: Explanation.Way, _ transition: Transition) {
        guard let event = transition.events?.first(where: { pathway.events[$0].kind == .declared }) else { return }
        let plan = CaseInPlay.Plan.event(event, stay: one.stay(in: transition.source))
        let usual = expectedDays(of: transition.source)
        let day = one.day(of: plan) { random in
            if random.chance(reading.isClosing(transition) ? 0.12 : 0.02) {
                return today.adding(days: Int.random(in: 25...50, using: &random))
            }
            guard usual > 0 else { return today.adding(days: random.place(by: [0.6, 0.28, 0.08, 0.04])) }
            let share = Double.random(in: 0.05...0.35, using: &random) + Double.random(in: 0...0.3, using: &random)
            return today.adding(days: max(1, Int((Double(usual) * share).rounded())))
        }
        guard let day, day <= today, one.lastSent(event) != today,
            pathway.events[event].isLogged || !one.isOutOfReach(on: today)
        else { return }
        let lacking = zip(way.checks, transition.checks).filter { !$0.0.truth.isTrue }
        let needs = reading.needs(of: lacking.map(\.1.criterion))
        let isHopeless = lacking.contains { $0.0.truth == .no && reading.needs(of: [$0.1.criterion]).isEmpty }
        record(needs.instruments, by: nil)
        record(needs.fields.filter(isToBeFilled))
        agree(to: needs.consents)
        let isAgreed = needs.consents.allSatisfy {
            state.consent($0) == true || moves.last?.input.agrees(to: $0) == true
        }
        guard !isHopeless, isAgreed, one.tries(plan, on: today) else { return }
        send(event, by: transition.by)
        movesOn = true
    }

    /// How many days a stay usually is, as the pathway says; five where it does not.
    private func expectedDays(of place: StateIndex) -> Int {
        var place: StateIndex? = place
        while let current = place {
            if case .length(let delay)? = pathway.states[current].expected,
                let end = pathway.calendar.date(after: delay, from: pathway.calendar.zone.instant(on: today))
            {
                return end.days(since: today)
            }
            place = pathway.states[current].parent
        }
        return 5
    }

    private func isLong(_ place: StateIndex) -> Bool {
        guard let entered = state.stays[place.position].entered else { return false }
        return today.days(since: entered.date) > expectedDays(of: place)
    }

    // MARK: What happens rarely

    /// What may happen to anybody: a pause, a move, somebody leaves.
    private mutating func happen(_ ways: WaysOfPeople) {
        let isTreated = !one.sessionStates(on: today).isEmpty
        if isTreated, one.random.chance(0.012), !ways.noted.isEmpty { send(one.random.pick(ways.noted), by: nil) }
        if !isTreated, one.random.chance(0.12) { record(reading.measured.filter { isOld($0, after: 20) }, by: nil) }
        let isBrief = isTreated || one.state.leaves(in: pathway).contains { (1...45).contains(expectedDays(of: $0)) }
        let share = one.isOutOfReach(on: today) ? 0.03 : isBrief ? 0.006 : 0.0006
        guard !ways.rare.isEmpty, one.random.chance(share) else { return }
        let weights = ways.rare.map { index -> Double in
            let transition = pathway.transitions[index]
            if transition.targets.contains(where: { pathway.states[$0].endsSafety }) { return 0.03 }
            return reading.isClosing(transition) ? 1 : 3
        }
        let index = ways.rare[one.random.place(by: weights)]
        guard let event = pathway.transitions[index].events?.first(where: { _ in true }) else { return }
        send(event, by: pathway.transitions[index].by)
    }

    /// Somebody looks at a stay that lasts longer than it should, and gives it longer.
    private mutating func lookAtLongStay() {
        for duty in one.stepped.definition.machine.duties(of: state) {
            guard case .owed(.stay(let place)) = duty.kind, let due = duty.due, due < today,
                due.days(since: duty.since) > 5,
                !pathway.states[place].path.isEmpty, one.random.chance(0.05),
                let until = today.adding(days: max(1, expectedDays(of: place) / 3)),
                let latest = due.adding(days: expectedDays(of: place)), until <= latest
            else { continue }
            let reason = one.random.pick([
                "Waits for a place elsewhere", "Gets better slowly", "Was away for two weeks",
            ])
            add(StaffMove(.extend(state: pathway.states[place].path, until: until, reason: reason), roles: duty.roles))
        }
    }
}

extension Input {
    /// Whether it says that the patient consents to something.
    fileprivate func agrees(to kind: String) -> Bool {
        if case .consent(let changes) = self { changes.contains { $0.kind == kind && $0.granted } } else { false }
    }
}
