import CEL
import PathwayModel

/// What stands at the head of a pathway.
struct Header {
    var identifier: String
    var version: String
    var title: String
    var description: String?
    var approval: Approval?
    var intendedUse: IntendedUse?
}

extension Draft {
    /// Reads the head and fills `roles` and `calendar`; nil where something is reported.
    mutating func header() -> Header? {
        let form = sources.main
        let identifier = form["pathway"].flatMap { read.identifier($0, "'pathway'") }
        let version = form["version"].flatMap { read.text($0, "'version'") }
        let title = form["title"].flatMap { read.text($0, "'title'") }
        let description = form["description"].flatMap { read.text($0, "'description'") }
        if let node = form["roles"] { declareRoles(node) }
        if let node = form["languages"] { languages = read.texts(node, "'languages'").map { $0.text.lowercased() } }
        if let kind = form["sensitivity"].flatMap({ read.sensitivity($0) }) { sensitivity = kind }
        if let node = form["calendar"] { readCalendar(node) }
        let intendedUse = form["intended_use"].flatMap { self.intendedUse($0) }
        let approval = form["approved"].flatMap { self.approval($0) }
        guard let identifier, let version, let title else { return nil }
        return Header(
            identifier: identifier, version: version, title: title, description: description, approval: approval,
            intendedUse: intendedUse)
    }

    private mutating func declareRoles(_ node: YAMLNode) {
        for item in read.list(node, "'roles'") {
            guard let role = read.identifier(item, "a role") else { continue }
            if roles.contains(role) {
                read.report(.duplicateName, "the role '\(role)' stands here a second time", at: item.span)
            } else {
                roles.append(role)
            }
        }
    }

    private mutating func intendedUse(_ node: YAMLNode) -> IntendedUse? {
        guard let form = read.form(node, "'intended_use'", keys: ["users", "population", "limits"]) else { return nil }
        return IntendedUse(
            users: form["users"].flatMap { read.text($0, "'users'") },
            population: form["population"].flatMap { read.text($0, "'population'") },
            limits: form["limits"].flatMap { read.text($0, "'limits'") })
    }

    private mutating func approval(_ node: YAMLNode) -> Approval? {
        guard let form = read.form(node, "'approved'", keys: ["by", "on", "review_by"], required: ["by"]) else {
            return nil
        }
        let by = form["by"].flatMap { read.text($0, "'by'") }
        let on = form["on"].flatMap { read.date($0, "'on'") }
        let reviewBy = form["review_by"].flatMap { read.date($0, "'review_by'") }
        return by.map { Approval(by: $0, on: on, reviewBy: reviewBy) }
    }

    private mutating func readCalendar(_ node: YAMLNode) {
        let keys = ["timezone", "workdays", "holidays"]
        guard let form = read.form(node, "'calendar'", keys: keys) else { return }
        if let node = form["timezone"], let name = read.text(node, "'timezone'") {
            if let zone = ZoneOffsets.named(name) {
                calendar.zone = zone
            } else {
                read.report(
                    .unknownZone, "the time zone '\(name)' is not known", at: node.span,
                    hint: Suggestions.hint(for: name, among: ZoneOffsets.knownNames))
            }
        }
        if let node = form["workdays"] {
            let words = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
            let days = read.list(node, "'workdays'").compactMap { item in
                read.word(item, "a workday", among: words).flatMap { words.firstIndex(of: $0) }
            }
            if days.isEmpty, node.items?.isEmpty ?? false {
                read.report(.badValue, "a week needs at least one workday", at: node.span)
            }
            if !days.isEmpty { calendar.workdays = Set(days.map { $0 + 1 }) }
        }
        if let node = form["holidays"] {
            calendar.holidays = Set(
                read.list(node, "'holidays'").compactMap { item in read.date(item, "a holiday") })
        }
    }
}

extension Reader {
    mutating func date(_ node: YAMLNode, _ what: String) -> CalendarDate? {
        guard case .date(let date)? = value(node, as: .date, what) else { return nil }
        return date
    }
}
