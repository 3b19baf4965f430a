import CEL
import PathwayModel

/// The values that a guard rests on, as they are known.
extension CaseReader {
    /// An expression, with the named guards and decision tables that it asks.
    func programs(in program: Program) -> [Program] {
        var programs: [Program] = []
        var pending = [program]
        var guards: Set<GuardIndex> = []
        var tables: Set<Int64> = []
        while let next = pending.popLast() {
            programs.append(next)
            for case .namedGuard(let index) in next.variables.map({ pathway.variables[$0] })
            where guards.insert(index).inserted {
                pending.append(pathway.guards[index].program)
            }
            for call in next.calls where HostFunction(rawValue: call.id) == .decision {
                guard let table = call.constants.first ?? nil, tables.insert(table).inserted else { continue }
                pending.append(pathway.decisions[Int(table)].program)
            }
        }
        return programs
    }

    /// The tasks that a call asks about.
    func tasks(of call: Program.HostCall) -> [TaskIndex] {
        guard let constant = call.constants.first ?? nil else { return [] }
        return switch HostFunction(rawValue: call.id) {
        case .task: [TaskIndex(Int(constant))]
        case .openTasks: pathway.taskGlobs[Int(constant)].tasks
        default: []
        }
    }

    /// The values an expression reads, those of its named guards included, each once.
    func values(in program: Program) -> [ValueReport] {
        var reports: [ValueReport] = []
        var visited = Set<Int>()
        for next in programs(in: program) {
            for id in next.variables where visited.insert(id).inserted {
                if let report = report(onVariable: id) { reports.append(report) }
            }
            for figure in next.figures {
                guard let report = report(on: figure, in: next), !reports.contains(where: { $0.name == report.name })
                else { continue }
                reports.append(report)
            }
            for call in next.calls {
                guard let report = report(on: call), !reports.contains(where: { $0.name == report.name }) else {
                    continue
                }
                reports.append(report)
            }
        }
        return reports
    }

    private func report(onVariable id: Int) -> ValueReport? {
        func result(_ place: InstrumentIndex, _ part: String) -> ValueReport {
            value(id, "\(pathway.instruments[place].title) \(part)", state.newestScored(place)?.result.moment)
        }
        switch pathway.variables[id] {
        case .field(let place):
            return value(
                id, pathway.fields[place].shownName,
                state.fields[place.position].current?.moment)
        case .score(let place, let score): return result(place, pathway.instruments[place].scores[score].name)
        case .item(let place, let item): return result(place, pathway.instruments[place].items[item].name)
        case .baseline(let place):
            return value(id, "\(pathway.instruments[place].title) at baseline", nil)
        case .previous(let place): return result(place, "previous")
        case .change(let place): return result(place, "change")
        case .percentChange(let place): return result(place, "change in percent")
        case .band(let place): return result(place, "band")
        case .count(let place): return value(id, "\(pathway.instruments[place].title) results", nil)
        case .patientAge: return value(id, "age", nil)
        case .results, .namedGuard, .attendance, .payload, .now, .today, .patientLanguage: return nil
        }
    }

    /// A recorded value with its date. One that is too old to count is shown all the same, with its age.
    private func value(_ id: Int, _ name: String, _ moment: Moment?) -> ValueReport {
        let shown = CaseReader(
            machine: machine, state: state, now: moment ?? now, event: event, place: place, answers: answers,
            limits: limits)
        let known: Value? = if case .value(let value) = shown.variable(id) { value } else { nil }
        return ValueReport(
            name: name, value: known, date: moment?.date,
            ageInDays: moment.map { Int(now.date.daysSinceEpoch) - Int($0.date.daysSinceEpoch) })
    }

    /// What `fresh(phq9)`, `task("x")` and the like looked at.
    private func report(on call: Program.HostCall) -> ValueReport? {
        guard let function = HostFunction(rawValue: call.id), case .some(.some(let constant)) = call.constants.first
        else { return nil }
        switch function {
        case .fresh, .freshWithin, .known, .recordedAt, .daysSince:
            let name =
                switch pathway.references[Int(constant)] {
                case .field(let place): pathway.fields[place].shownName
                case .instrument(let place): pathway.instruments[place].title
                case .payload(let name): "event.\(name)"
                }
            let moment = record(constant).moment
            return ValueReport(
                name: name, value: nil, date: moment?.date,
                ageInDays: moment.map { Int(now.date.daysSinceEpoch) - Int($0.date.daysSinceEpoch) })
        case .openTasks:
            let glob = pathway.taskGlobs[Int(constant)]
            let open = glob.tasks.count { state.tasks[$0.position].status == .open }
            return ValueReport(name: "open tasks \(glob.pattern)", value: .int(Int64(open)), date: nil, ageInDays: nil)
        case .daysIn:
            guard case .value(let value) = self.call(call.id, [.int(constant)]) else { return nil }
            return ValueReport(
                name: "days in \(pathway.states[Int(constant)].path)", value: value,
                date: state.stays[Int(constant)].entered?.date, ageInDays: nil)
        case .task:
            let task = state.tasks[Int(constant)]
            let words: String =
                switch task.status {
                case .never: "never opened"
                case .open: "open"
                case .completed: "done" + (task.outcome.map { ", \($0)" } ?? "")
                case .ended: "ended"
                }
            return ValueReport(
                name: "'\(pathway.tasks[Int(constant)].title)'", value: .string(words), date: task.doneOn,
                ageInDays: nil)
        case .occurrences, .dates, .active, .enteredAt, .visits, .cameFrom, .day, .businessDays, .consent, .decision,
            .attendanceSince, .attendanceLast, .attendanceWithin, .attendanceOf:
            return nil
        }
    }
}
