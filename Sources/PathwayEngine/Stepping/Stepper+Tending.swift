import CEL
import PathwayModel

/// Who sees to what is owed to a case, and when.
extension Stepper {
    /// Days for which something may be put off at a time.
    static let longestSnooze: Int32 = 7

    mutating func tend(_ tending: Input.Tending) throws(Interruption) {
        let owed = machine.duties(of: state).compactMap { duty in
            if case .owed(let subject) = duty.kind { Owed(subject: subject, duty: duty) } else { nil }
        }
        let meant = try meant(tending, among: owed)
        switch tending.change {
        case .claim(let term):
            for one in meant { try checkFree(one) }
            try hold(meant, for: actor.name, nil, term)
        case .assign(let to, let note, let term):
            for one in meant { try check(to, mayDo: one) }
            try hold(meant, for: to.name, note, term)
        case .handOver(let to, let note, let term):
            try checkHeld(meant)
            for one in meant { try check(to, mayDo: one) }
            try hold(meant, for: to.name, note, term)
        case .release:
            try checkHeld(meant)
            for one in meant where one.duty.hold != nil { emit(.dutyTended(one.subject, .released(why: nil))) }
        case .snooze(let until, let reason): try snooze(meant, until: until, reason)
        case .notNeeded(let reason): try end(meant, reason)
        case .away(let away): try passOn(meant, away)
        }
    }

    private struct Owed {
        var subject: DutySubject
        var duty: Duty
    }

    // MARK: What is meant

    /// Where no name is given, what is to be done now: of what is released, what the actor holds.
    private func meant(_ tending: Input.Tending, among owed: [Owed]) throws(Interruption) -> [Owed] {
        guard tending.duties.isEmpty else {
            var meant: [Owed] = []
            for name in tending.duties { meant += try called(name, among: owed) }
            return meant
        }
        let now = owed.filter { isToBeDone($0.duty) }
        switch tending.change {
        case .claim:
            let own = now.filter { mayTend($0) }
            let free = own.filter { $0.duty.hold.map { !isOthers($0) } ?? true }
            // Where others have all of it, or it is other roles', the refusal says whose it is.
            return try some(free.isEmpty ? own.isEmpty ? now : own : free, of: now)
        case .assign: return try some(now, of: now)
        case .handOver, .release:
            let held = owed.filter { $0.duty.hold?.by == actor.name }
            guard held.isEmpty else { return held }
            throw .refused(Refusal(Refusal.Code.notAccepted, "you have claimed nothing in this case"))
        case .away(let away):
            let held = owed.filter {
                $0.duty.hold.map { $0.by == away.person && $0.stands(at: header.moment.at) } ?? false
            }
            guard held.isEmpty else { return held }
            throw .refused(Refusal(Refusal.Code.notAccepted, "\(away.person) sees to nothing in this case"))
        case .snooze, .notNeeded:
            guard now.count == 1 else { throw .refused(unnamed(now)) }
            return now
        }
    }

    private func called(_ name: String, among owed: [Owed]) throws(Interruption) -> [Owed] {
        let meant = owed.filter { self.name($0.subject).contains(name) }
        guard meant.isEmpty else { return meant }
        let known = owed.compactMap { self.name($0.subject).first }
        let those = known.isEmpty ? "nothing is" : "owed are \(Suggestions.listed(known))"
        let nearest = Refusal.nearest(to: name, among: known)
        throw .refused(
            Refusal(
                Refusal.Code.noSuchTask,
                "nothing called '\(name)' is owed to the case\(nearest.isEmpty ? "; \(those)" : nearest)"))
    }

    private func some(_ meant: [Owed], of all: [Owed]) throws(Interruption) -> [Owed] {
        guard meant.isEmpty else { return meant }
        throw .refused(unnamed(all))
    }

    private func unnamed(_ owed: [Owed]) -> Refusal {
        let names = owed.compactMap { self.name($0.subject).first }
        return names.isEmpty
            ? Refusal(Refusal.Code.noSuchTask, "nothing is to be done for the case now")
            : Refusal(Refusal.Code.noSuchTask, "name what is meant: \(Suggestions.listed(names))")
    }

    /// What something is called, what is shown of it first.
    private func name(_ subject: DutySubject) -> [String] {
        switch subject {
        case .task(let task): return [pathway.tasks[task].name]
        case .decision(let index):
            let (id, path) = (pathway.transitions[index].id, pathway.states[pathway.transitions[index].source].path)
            return [id, "\(path).\(id)"]
        case .stay(let state):
            let path = pathway.states[state].path
            return path.isEmpty ? [pathway.identifier] : [path, String(path.split(separator: ".").last ?? "")]
        case .sessions(let state, let number): return [pathway.states[state].sessions[number].type]
        }
    }

    /// A stay, and sessions, once their day is over.
    private func isToBeDone(_ duty: Duty) -> Bool {
        switch duty.kind {
        case .owed(.task), .owed(.decision): true
        case .owed(.stay), .owed(.sessions): duty.due.map { $0 < header.moment.date } ?? false
        case .time: false
        }
    }

    // MARK: Holding

    private func isOthers(_ hold: DutyHold) -> Bool {
        hold.stands(at: header.moment.at) && hold.by != actor.name
    }

    private mutating func hold(
        _ meant: [Owed], for person: String?, _ note: String?, _ term: Input.Tending.Term
    ) throws(Interruption) {
        guard let person, !person.isEmpty else {
            throw .refused(Refusal(Refusal.Code.notPermitted, "nobody is named who would see to it"))
        }
        for one in meant {
            let until = one.duty.isSafety ? term.safetyUntil : term.until
            guard until > header.moment.at else {
                throw .refused(.invalid("until \(until.clockTime(in: pathway.calendar.zone)) is over already"))
            }
            emit(.dutyTended(one.subject, .held(by: person, until: until, note: note)))
        }
    }

    /// Whether it is the actor's to do: a task also of who stands in for its role.
    private func mayTend(_ one: Owed) -> Bool {
        switch one.subject {
        case .task: one.duty.roles?.contains { actor.mayComplete(taskOf: $0) } ?? true
        case .decision, .stay, .sessions: actor.mayAct(in: one.duty.roles)
        }
    }

    private func checkRole(_ one: Owed) throws(Interruption) {
        guard mayTend(one) else { throw .refused(.role(one.duty.roles)) }
    }

    /// Nobody is given what is not theirs to do.
    private func check(_ receiver: Input.Tending.Receiver, mayDo one: Owed) throws(Interruption) {
        guard let needed = one.duty.roles, !receiver.mayDo(one.duty) else { return }
        throw .refused(
            Refusal(
                Refusal.Code.notPermitted,
                "\(receiver.name) has none of the roles that do '\(name(one.subject)[0])': \(needed.joined(separator: ", "))",
                roles: needed))
    }

    /// What somebody who is away saw to: all of it has somebody else afterwards, or nobody.
    private mutating func passOn(_ held: [Owed], _ away: Input.Tending.Away) throws(Interruption) {
        for one in held {
            if let substitute = away.substitute, substitute.mayDo(one.duty) {
                let theirs = one.duty.hold?.note.map { "; their note: \($0)" } ?? ""
                try hold([one], for: substitute.name, away.why + theirs, away.term)
            } else {
                emit(.dutyTended(one.subject, .released(why: away.why)))
            }
        }
    }

    /// Whoever claims takes it from nobody.
    private func checkFree(_ one: Owed) throws(Interruption) {
        try checkRole(one)
        guard let hold = one.duty.hold, isOthers(hold) else { return }
        let until = hold.until.clockTime(in: pathway.calendar.zone)
        throw .refused(
            Refusal(
                Refusal.Code.held,
                "\(hold.by) sees to '\(name(one.subject)[0])' until \(until); they can hand it over, or it is assigned")
        )
    }

    /// What is handed over or released is held by the actor, unless its hold has lapsed.
    private func checkHeld(_ meant: [Owed]) throws(Interruption) {
        for one in meant {
            guard let hold = one.duty.hold else {
                throw .refused(
                    Refusal(Refusal.Code.notAccepted, "nobody has claimed '\(name(one.subject)[0])'"))
            }
            guard !isOthers(hold) || actor.roles == nil else {
                throw .refused(
                    Refusal(
                        Refusal.Code.held,
                        "\(hold.by) sees to '\(name(one.subject)[0])': only they give it back; it can be assigned"))
            }
        }
    }

    // MARK: Putting off

    private mutating func snooze(
        _ meant: [Owed], until: CalendarDate, _ reason: String
    ) throws(Interruption) {
        let reason = try given(reason, "say why it is put off")
        let today = header.moment.date
        for one in meant {
            guard !one.duty.isSafety else { throw .refused(safety(one, "put off")) }
            try checkRole(one)
            let latest = CalendarDate(daysSinceEpoch: today.daysSinceEpoch + Self.longestSnooze)
            guard until > today, until <= latest else {
                throw .refused(
                    .invalid(
                        "it is put off to a day after today and at most \(Self.longestSnooze) days: until \(latest)"))
            }
            emit(.dutyTended(one.subject, .snoozed(until: until, reason: reason)))
        }
    }

    private mutating func end(_ meant: [Owed], _ reason: String) throws(Interruption) {
        let reason = try given(reason, "say why it need not be done")
        let wasLost = machine.isLost(state, at: header.moment.at)
        for one in meant {
            guard case .task(let task) = one.subject else {
                throw .refused(
                    Refusal(
                        Refusal.Code.notAccepted,
                        "'\(name(one.subject)[0])' is no task: decide it, extend the stay, or record the session"))
            }
            guard !one.duty.isSafety else { throw .refused(safety(one, "called off")) }
            try checkRole(one)
            try checkByHand(task)
            guard !tables.awaitedTasks.contains(task) else {
                throw .refused(
                    Refusal(
                        Refusal.Code.notAccepted,
                        "the pathway waits for '\(name(one.subject)[0])' to be done: complete it, or decide otherwise"))
            }
            emit(.taskNotNeeded(task, reason: reason))
        }
        try finish()
        guard !wasLost, machine.isLost(state, at: header.moment.at) else { return }
        throw .refused(
            Refusal(
                Refusal.Code.notAccepted,
                "nobody would owe the case anything then: decide, or leave the task on somebody's list"))
    }

    private func given(_ reason: String, _ asked: String) throws(Interruption) -> String {
        let reason = reason.trimmingSpaces
        guard !reason.isEmpty else { throw .refused(Refusal(Refusal.Code.reasonRequired, asked)) }
        return reason
    }

    private func safety(_ one: Owed, _ what: String) -> Refusal {
        Refusal(
            Refusal.Code.safetyOpen,
            "'\(name(one.subject)[0])' is about somebody's safety: it is done, and never \(what)")
    }
}

extension Input.Tending.Receiver {
    /// Whether it is theirs to do.
    fileprivate func mayDo(_ duty: Duty) -> Bool {
        guard let roles, let needed = duty.roles else { return true }
        return !roles.isDisjoint(with: needed)
    }
}
