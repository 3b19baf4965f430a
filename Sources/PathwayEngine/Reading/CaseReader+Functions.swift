package import CEL
import PathwayModel

extension CaseReader {
    package func call(_ id: Int, _ arguments: [Value], steps: inout Int) -> Outcome {
        guard HostFunction(rawValue: id) == .decision, let table = integer(arguments.first) else {
            return call(id, arguments)
        }
        return pathway.decisions[table].program.evaluate(self, steps: &steps)
    }

    package func call(_ id: Int, _ arguments: [Value]) -> Outcome {
        if id >= HostFunction.resultsSinceBase {
            return results(of: InstrumentIndex(id - HostFunction.resultsSinceBase), since: arguments.last)
        }
        guard let function = HostFunction(rawValue: id) else { return Self.misused }
        switch function {
        case .fresh, .freshWithin, .known, .recordedAt, .daysSince: return answer(function, arguments)
        case .attendanceSince, .attendanceLast, .attendanceWithin, .attendanceOf:
            return answer(attendance: function, arguments)
        case .occurrences:
            guard let event = place(arguments.first, as: Event.self) else { return Self.misused }
            // Only what some guard looks back at is remembered; of other events, none would be a lie.
            guard machine.tables.rememberedEvents.contains(event) else {
                return Waiting(.notKept, .event, event.position).outcome
            }
            return .value(.list(state.occurrences[event.position].map { object($0, event) }))
        case .dates: return dates(of: arguments.first)
        case .openTasks:
            guard let glob = integer(arguments.first) else { return Self.misused }
            let open = pathway.taskGlobs[glob].tasks.filter { state.tasks[$0.position].status == .open }
            return .value(.int(Int64(open.count)))
        case .task: return place(arguments.first, as: TaskDefinition.self).map { task($0) } ?? Self.misused
        case .active, .enteredAt, .daysIn, .visits, .cameFrom:
            return place(arguments.first, as: State.self).map { answer(function, about: $0) } ?? Self.misused
        case .day:
            guard case .timestamp(let instant)? = arguments.first else { return Self.misused }
            return .value(.date(pathway.calendar.zone.date(of: instant)))
        case .businessDays:
            guard case .date(let from)? = arguments.first, let count = integer(arguments.last) else {
                return Self.misused
            }
            return pathway.calendar.adding(businessDays: count, to: from).map { .value(.date($0)) }
                ?? .error(EvaluationError(.overflow, "business_days leads outside the calendar"))
        case .consent:
            guard let kind = integer(arguments.first) else { return Self.misused }
            return .value(.bool(state.consent(pathway.consentKinds[kind]) ?? false))
        case .decision:
            guard let table = integer(arguments.first) else { return Self.misused }
            return evaluate(pathway.decisions[table].program)
        }
    }

    /// A call that the compiler does not let through.
    private static var misused: Outcome {
        .error(EvaluationError(.noSuchOverload, "a function was called with arguments it does not take"))
    }

    private func integer(_ value: Value?) -> Int? {
        if case .int(let number)? = value { Int(exactly: number) } else { nil }
    }

    private func place<Element>(_ value: Value?, as: Element.Type) -> Place<Element>? {
        integer(value).map { Place($0) }
    }

    private func answer(_ function: HostFunction, _ arguments: [Value]) -> Outcome {
        guard let reference = integer(arguments.first) else { return Self.misused }
        let (moment, freshFor, missing) = record(Int64(reference))
        switch function {
        case .known: return .value(.bool(moment != nil))
        case .fresh: return .value(.bool(moment.map { isFresh($0, freshFor) } ?? false))
        case .freshWithin:
            guard case .period(let period)? = arguments.last else { return Self.misused }
            return .value(.bool(moment.map { isWithin(period, $0.date) } ?? false))
        case .recordedAt: return moment.map { .value(.timestamp($0.at)) } ?? missing.outcome
        case .daysSince:
            return moment.map { .value(.int(Int64(days(from: $0.date, to: now.date)))) } ?? missing.outcome
        case .attendanceSince, .attendanceLast, .attendanceWithin, .attendanceOf, .occurrences, .dates, .openTasks,
            .task, .active, .enteredAt, .daysIn, .visits, .cameFrom, .day, .businessDays, .consent, .decision:
            return Self.misused
        }
    }

    private func answer(_ function: HostFunction, about place: StateIndex) -> Outcome {
        let stay = state.stays[place.position]
        let missing = Waiting(.neverEntered, .state, place.position).outcome
        switch function {
        case .active: return .value(.bool(state.isActive(place)))
        case .enteredAt: return stay.entered.map { .value(.timestamp($0.at)) } ?? missing
        case .daysIn:
            return stay.entered.map { .value(.int(Int64(days(from: $0.date, to: stay.left ?? now.date)))) } ?? missing
        case .visits: return .value(.int(Int64(stay.visits)))
        case .cameFrom:
            guard machine.tables.remembersOrigin else { return Waiting(.notKept, .state, place.position).outcome }
            return .value(.bool(state.origins[self.place.position]?.contains(place) ?? false))
        case .fresh, .freshWithin, .known, .recordedAt, .daysSince, .attendanceSince, .attendanceLast,
            .attendanceWithin, .attendanceOf, .occurrences, .dates, .openTasks, .task, .day, .businessDays, .consent,
            .decision:
            return Self.misused
        }
    }

    private func days(from: CalendarDate, to: CalendarDate) -> Int {
        Int(to.daysSinceEpoch) - Int(from.daysSinceEpoch)
    }

    /// Whether a date lies at most this long back.
    private func isWithin(_ period: Period, _ date: CalendarDate) -> Bool {
        guard let end = date.adding(months: period.months)?.adding(days: period.days) else { return true }
        return now.date <= end
    }

    private func results(of place: InstrumentIndex, since argument: Value?) -> Outcome {
        guard let since = self.place(argument, as: State.self) else { return Self.misused }
        guard let entered = state.stays[since.position].entered else {
            return Waiting(.neverEntered, .state, since.position).outcome
        }
        let later = state.results[place.position].filter { $0.result.moment.date > entered.date }
        return .value(.list(later.map { object($0, place) }))
    }

    /// The distinct dates of a list of records, newest first.
    private func dates(of list: Value?) -> Outcome {
        guard case .list(let records)? = list else { return Self.misused }
        var dates: [Value] = []
        for case .object(let record) in records {
            guard let place = pathway.objectTypes[record.type].fields.firstIndex(where: { $0.name == "date" }) else {
                return Self.misused
            }
            switch record.fields[place] {
            case .value(let date): if dates.last != date { dates.append(date) }
            case .unknown, .error: return record.fields[place]
            }
        }
        return .value(.list(dates))
    }

    private func task(_ place: TaskIndex) -> Outcome {
        let task = state.tasks[place.position]
        let isOpen = task.status == .open
        let isOverdue = isOpen && (task.opening?.isOverdue(at: now.at) ?? false)
        let due = task.opening?.due.map { Outcome.value(.date($0)) }
        let neverDone = Waiting(.neverDone, .task, place.position)
        let unsaid = task.doneOn == nil ? neverDone : Waiting(.missing, .task, place.position)
        let fields: [Outcome] = [
            .value(.bool(task.status == .completed)), .value(.bool(isOpen)), .value(.bool(isOverdue)),
            due ?? Waiting(.neverOpened, .task, place.position).outcome,
            task.doneOn.map { .value(.date($0)) } ?? neverDone.outcome,
            task.outcome.map { .value(.string($0)) } ?? unsaid.outcome, Self.name(of: task.doer, else: unsaid),
            Self.roles(of: task.doer, else: unsaid),
        ]
        // What was compiled before some of these were known reads the others.
        let known = pathway.objectTypes[BuiltInObject.task.rawValue].fields.count
        return .value(.object(Object(type: BuiltInObject.task.rawValue, fields: Array(fields.prefix(known)))))
    }
}

// MARK: - Attendance

extension CaseReader {
    /// A record of the sessions at these places.
    func attendance(_ places: [Int]) -> Value {
        var attended = 0
        var missed = 0
        var excused = 0
        var row = 0
        for place in places {
            switch state.sessions[place].session.status {
            case .attended:
                attended += 1
                row = 0
            case .noShow:
                missed += 1
                row += 1
            case .excused:
                excused += 1
                row = 0
            }
        }
        let rate: Outcome =
            attended + missed == 0
            ? Waiting(.noSessions, .sessions).outcome
            : .value(.double(Double(attended) / Double(attended + missed)))
        return .object(
            Object(
                type: BuiltInObject.attendance.rawValue,
                fields: [
                    .value(.int(Int64(attended))), .value(.int(Int64(missed))), .value(.int(Int64(excused))), rate,
                    .value(.int(Int64(row))),
                ],
                payload: places.map(Int64.init)))
    }

    private func answer(attendance function: HostFunction, _ arguments: [Value]) -> Outcome {
        guard case .object(let receiver)? = arguments.first else { return Self.misused }
        let places = receiver.payload.map(Int.init)
        switch (function, arguments.last) {
        case (.attendanceSince, .int(let number)?):
            let stay = state.stays[Int(number)]
            guard let entered = stay.entered else { return Waiting(.neverEntered, .state, Int(number)).outcome }
            return .value(
                attendance(
                    places.filter { place in
                        let recorded = state.sessions[place]
                        let moment = recorded.session.moment
                        // What happened when the state was entered counts where it was entered with it or after.
                        return moment.isAfter(entered) || (!entered.isAfter(moment) && recorded.step >= stay.step)
                    }))
        case (.attendanceLast, .int(let count)?):
            let counted = places.filter { state.sessions[$0].session.status != .excused }
            return .value(attendance(counted.suffix(max(0, Int(clamping: count)))))
        case (.attendanceWithin, .period(let period)?):
            return .value(
                attendance(places.filter { isWithin(period, state.sessions[$0].session.moment.date) }))
        case (.attendanceOf, .int(let number)?):
            let type = pathway.sessionTypes[Int(number)]
            return .value(attendance(places.filter { state.sessions[$0].session.type == type }))
        case (.attendanceSince, _), (.attendanceLast, _), (.attendanceWithin, _), (.attendanceOf, _), (.fresh, _),
            (.freshWithin, _), (.known, _), (.recordedAt, _), (.daysSince, _), (.occurrences, _), (.dates, _),
            (.openTasks, _), (.task, _), (.active, _), (.enteredAt, _), (.daysIn, _), (.visits, _), (.cameFrom, _),
            (.day, _), (.businessDays, _), (.consent, _), (.decision, _):
            return Self.misused
        }
    }
}
