import CEL
import Foundation
import PathwayEngine
package import PathwayModel
package import StepwellRuntime

extension Clinic {
    /// All that is printed for a day.
    ///
    /// - Parameters:
    ///   - when: of which it is asked how everything stands.
    ///   - zone: where the day is, and the clock that says when it was made.
    package func downtime(at when: When, in zone: ZoneOffsets) throws -> Downtime {
        var builder = try DowntimeBuilder(self, at: when)
        try builder.read()
        return Downtime(
            clinic: URL(fileURLWithPath: folder.path).standardizedFileURL.lastPathComponent,
            date: when.date(in: zone), made: LocalTime(try now(), zone), worklists: builder.worklists,
            attendance: builder.attendance, patients: builder.patients, behind: builder.work.behind,
            damaged: builder.damaged.sorted())
    }

    /// Where the clinic is: what its settings say, else where most of its open cases are.
    package func zone() throws -> ZoneOffsets {
        if let zone = settings.downtime?.zone { return zone }
        var counts: [String: (count: Int, zone: ZoneOffsets)] = [:]
        for summary in try store.cases(CaseFilter(status: .open)) where try isReadable(summary.pathway, summary.version)
        {
            let zone = try runner.zone(pathway: summary.pathway, version: summary.version)
            counts[zone.name] = ((counts[zone.name]?.count ?? 0) + 1, zone)
        }
        return counts.values.max { ($0.count, $1.zone.name) < ($1.count, $0.zone.name) }?.zone ?? .utc
    }
}

/// What is printed for a day, as it comes to be.
private struct DowntimeBuilder {
    private let clinic: Clinic
    private let when: When
    private let same: SamePatients
    let work: WorklistView
    private(set) var damaged: Set<CaseID>
    private(set) var patients: [PatientPage] = []
    private var lists: [String: Downtime.Attendance] = [:]

    init(_ clinic: Clinic, at when: When) throws {
        self.clinic = clinic
        self.when = when
        same = try clinic.store.samePatients()
        var request = WorklistRequest()
        (request.withSnoozed, request.when) = (true, when)
        work = try clinic.worklist(request)
        damaged = Set(work.damaged)
    }

    mutating func read() throws {
        let kept = Set(try clinic.store.damagedCases(in: .cases))
        damaged.formUnion(kept)
        let rows = Dictionary(grouping: work.rows, by: \.patient)
        let open = try clinic.store.cases(CaseFilter(status: .open))
        let persons = Dictionary(grouping: open) { same.numbers(of: $0.patient)[0] }
        for (number, summaries) in persons.sorted(by: { $0.key < $1.key }) {
            let page = try clinic.patientPage(number, at: when, work: rows[number] ?? [], damaged: kept)
            damaged.formUnion(page.damaged)
            guard page.cases.contains(where: \.isOpen) || !page.damaged.isEmpty else { continue }
            patients.append(page)
            let ids = Set(page.cases.filter(\.isOpen).map(\.head.id))
            for id in summaries.map(\.id) where ids.contains(id) {
                let (seen, now) = try clinic.runner.look(at: id, when: when)
                expect(seen, id, on: seen.definition.pathway.calendar.zone.date(of: now), page)
            }
        }
    }

    // MARK: Who is expected

    private mutating func expect(_ seen: SteppedCase, _ id: CaseID, on today: CalendarDate, _ page: PatientPage) {
        let pathway = seen.definition.pathway
        let monday = CalendarDate(daysSinceEpoch: today.daysSinceEpoch - Int32(today.weekday - 1))
        for place in seen.state.configuration {
            for plan in pathway.states[place].sessions {
                let held = seen.state.sessions.map(\.session).filter { $0.type == nil || $0.type == plan.type }
                let expected = Downtime.Expected(
                    patient: page.record.number, name: page.name, id: id, state: StateName(place, in: pathway),
                    perWeek: plan.perWeek,
                    thisWeek: held.count { $0.moment.date >= monday && $0.moment.date <= today },
                    last: held.last.map { Downtime.Session(date: $0.moment.date, status: $0.status) })
                let list = Downtime.Attendance(
                    pathway: pathway.identifier, title: pathway.title, type: plan.type, expected: [])
                lists["\(pathway.identifier) \(plan.type)", default: list].expected.append(expected)
            }
        }
    }

    var attendance: [Downtime.Attendance] { lists.sorted { $0.key < $1.key }.map(\.value) }

    // MARK: What is to be done

    /// A list for each role, then one of what is everybody's.
    var worklists: [Downtime.Worklist] {
        let users = clinic.settings.users
        let roles = Set(work.entries.flatMap { $0.task.roles ?? [] })
        let lists = roles.sorted().map { role in
            Downtime.Worklist(
                role: role, isNobodys: users.map { !$0.values.contains { $0.roles.contains(role) } } ?? false,
                rows: rows { $0.task.roles?.contains(role) ?? false })
        }
        let rest = rows { $0.task.roles == nil }
        return lists + (rest.isEmpty ? [] : [Downtime.Worklist(role: nil, isNobodys: false, rows: rest)])
    }

    private func rows(_ isMeant: (WorklistEntry) -> Bool) -> [WorklistRow] {
        work.rows.compactMap { row in
            var row = row
            row.entries = row.entries.filter(isMeant)
            return row.entries.isEmpty ? nil : row
        }
    }
}
