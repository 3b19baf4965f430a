import PathwayModel

/// What stands at the head of a pathway.
struct HeadStage {
    struct Header {
        var identifier: String
        var version: String
        var title: String
        var description: String?
        var approval: Approval?
        var intendedUse: IntendedUse?
        var sensitivity: Sensitivity
        var hasOneOpenCase: Bool
    }

    private let form: PathwayDeclaration
    private(set) var read = Reader()
    private(set) var calendar = WorkCalendar(zone: .utc, workdays: [1, 2, 3, 4, 5], holidays: [])

    init(_ form: PathwayDeclaration) { self.form = form }

    /// The languages messages are written in, the one that stands for all others first.
    var languages: [String] { (form.languages.value ?? []).values().map { $0.lowercased() } }

    /// The head; nil where a part that it needs is reported. The calendar is read with it.
    mutating func header() -> Header? {
        if let calendar = form.calendar.value { readCalendar(calendar) }
        guard let identifier = form.identifier.value, let version = form.version.value, let title = form.title.value
        else { return nil }
        let approval = form.approved.value.flatMap { form in
            form.by.value.map { Approval(by: $0, on: form.on.value, reviewBy: form.reviewBy.value) }
        }
        let intendedUse = form.intendedUse.value.map {
            IntendedUse(users: $0.users.value, population: $0.population.value, limits: $0.limits.value)
        }
        return Header(
            identifier: identifier, version: version, title: title, description: form.description.value,
            approval: approval, intendedUse: intendedUse, sensitivity: form.sensitivity.value ?? .clinical,
            hasOneOpenCase: form.oneOpenCase.value ?? false)
    }

    private mutating func readCalendar(_ form: CalendarDeclaration) {
        if let (name, node) = form.timezone.entry {
            if let zone = ZoneOffsets.named(name) {
                calendar.zone = zone
            } else {
                let hint = read.hint(for: name, among: ZoneOffsets.knownNames)
                read.report(.unknownZone, "the time zone '\(name)' is not known", at: node.span, hint: hint)
            }
        }
        if let (items, node) = form.workdays.entry {
            let days = items.values().compactMap { Weekday.allCases.firstIndex(of: $0) }
            if items.isEmpty, node.items != nil {
                read.report(.badValue, "a week needs at least one workday", at: node.span)
            }
            if !days.isEmpty { calendar.workdays = Set(days.map { $0 + 1 }) }
        }
        if let holidays = form.holidays.value { calendar.holidays = Set(holidays.values()) }
    }
}
