import CEL
import PathwayEngine
import PathwayModel
import StepwellRuntime

/// All of a case that a packet may be made of, whatever may be told.
struct PacketSource {
    private let seen: SeenCase
    private let record: PatientRecord?
    private let enrolled: CalendarDate?
    private let stays: [CourseStay]
    private let attendance: AttendanceRecord
    private let scores: [ScoreSeries]
    /// Entries that nobody took back.
    private let standing: [MissedSessions.Entry]

    private var pathway: Pathway { seen.pathway }

    /// - Parameter history: the case's entries with their facts, in order.
    init(_ seen: SeenCase, _ record: PatientRecord?, history: [(row: JournalRow, facts: [Fact])]) {
        self.seen = seen
        self.record = record
        let zone = seen.pathway.calendar.zone
        enrolled = history.first.map { zone.date(of: $0.row.at) }
        stays = CourseHistory(history, seen.stepped.definition, now: seen.state).stays
        attendance = AttendanceRecord(of: [seen])
        let alarms = SafetyAlarms(in: history.map { ($0.row.sequence, $0.facts) }, of: seen.pathway)
        scores = ScoreSeries.each(of: [seen], alarms: [seen.id: alarms])
        let mendings = HistoryView.Mending.of(history)
        standing = history.compactMap { row, facts in
            let isTaken = (mendings[row.sequence] ?? []).contains { $0.kind == .undone || $0.kind == .withdrawn }
            guard !isTaken else { return nil }
            return MissedSessions.Entry(sequence: row.sequence, date: zone.date(of: row.at), facts: facts)
        }
    }

    /// What may be told of it.
    func packet(
        _ asked: AskedPlaces, _ request: PacketRequest, under scope: PacketScope, by actor: Actor
    ) -> Packet {
        let told = Set(asked.instruments.filter(scope.tells).map { pathway.instruments[$0].name })
        var packet = Packet(
            head: CaseHead(seen), name: record?.fullName,
            birthDates: record.birthDates(and: [seen.state.birthDate?.description]),
            recipient: request.recipient, purpose: request.purpose, madeBy: actor.name,
            fields: asked.fields.filter(scope.tells).compactMap(field),
            scores: scores.filter { told.contains($0.instrument) }, weeks: [])
        if scope.tells(.course) {
            packet.stays = stays
            packet.enrolled = enrolled
            packet.admitted = stays.first { $0.level != nil }?.from
        }
        if scope.tells(.attendance) {
            packet.attendance = attendance
            packet.weeks = AttendanceWeek.each(of: attendance, in: stays)
        }
        if scope.tells(.plan) { packet.plan = PlanDate.each(of: seen, scope) }
        if scope.tells(.criteria) { packet.unmet = UnmetWay.each(of: seen, scope) }
        if scope.tells(.missed) {
            packet.missed = MissedSessions(scope: scope, entries: standing).each(of: attendance)
        }
        return packet
    }

    private func field(_ index: FieldIndex) -> Packet.Field? {
        guard let current = seen.state.fields[index.position].current else { return nil }
        return Packet.Field(name: pathway.fields[index].name, value: current.value.words, date: current.moment.date)
    }
}
