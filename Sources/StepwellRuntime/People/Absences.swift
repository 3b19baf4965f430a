package import CEL
package import PathwayModel
import StepwellStore

/// Who is away, and when: what the clinic keeps of all its cases together. What it brings about in a case stands in the
/// case's journal.
package struct Absences: Hashable, Sendable {
    /// That somebody is away on some days, as they are where a case is.
    package struct Absence: Hashable, Sendable {
        package var person: String
        package var from: CalendarDate
        /// The last day of it.
        package var until: CalendarDate
        /// Who stands in for them.
        package var substitute: String?
        package var reason: String?
        package var said: Saying
        /// That they are back before it is over, or never went.
        package var ended: Saying?

        package init(
            _ person: String, from: CalendarDate, until: CalendarDate, substitute: String?, reason: String?,
            said: Saying
        ) {
            self.person = person
            self.from = from
            self.until = until
            self.substitute = substitute
            self.reason = reason
            self.said = said
        }
    }

    /// Who said something, and when.
    package struct Saying: Hashable, Sendable {
        package var by: String?
        /// Who spoke for them, where that was somebody else.
        package var speaker: String?
        package var at: Timestamp

        package init(by person: Actor, at: Timestamp) {
            self.init(by: person.name, speaker: person.speaker, at: at)
        }

        fileprivate init(by: String?, speaker: String?, at: Timestamp) {
            self.by = by
            self.speaker = speaker
            self.at = at
        }
    }

    static let resource = "absences"

    /// In the order in which they were said, those that were ended too.
    package private(set) var all: [Absence]
    private let revision: Int?

    /// That somebody is away on a day; nil where nobody has said so.
    package func absence(of person: String, on day: CalendarDate) -> Absence? {
        all.first { $0.person == person && $0.covers(day) }
    }

    /// Those that are not over where the day begins last, the earliest first.
    package func notOver(at now: Timestamp) -> [Absence] {
        let earliest = Int(ZoneOffsets.utc.date(of: now).daysSinceEpoch) - 1
        return all.filter { $0.ended == nil && Int($0.until.daysSinceEpoch) >= earliest }.sorted {
            ($0.from, $0.person) < ($1.from, $1.person)
        }
    }

    /// Those that may have begun somewhere.
    func begun(at when: When) -> [Absence] {
        let latest = Int(ZoneOffsets.utc.date(of: when.latest).daysSinceEpoch) + 1
        return notOver(at: when.earliest).filter { Int($0.from.daysSinceEpoch) <= latest }
    }

    /// One that somebody has already on some of the same days.
    package func overlapping(_ absence: Absence) -> Absence? {
        all.first {
            $0.ended == nil && $0.person == absence.person && $0.from <= absence.until && absence.from <= $0.until
        }
    }

    /// The same with one more.
    func adding(_ absence: Absence) -> Absences {
        var absences = self
        absences.all.append(absence)
        return absences
    }

    /// The same where one is over.
    func ending(_ absence: Absence, _ saying: Saying) -> Absences {
        var absences = self
        if let place = all.firstIndex(of: absence) { absences.all[place].ended = saying }
        return absences
    }

    /// What keeps it, where nobody has changed it since.
    var change: ResourceChange {
        ResourceChange(name: Self.resource, expected: revision, bytes: JSON.array(all.map(\.json)).bytes)
    }
}

extension Absences.Absence {
    /// Whether they are away on a day.
    package func covers(_ day: CalendarDate) -> Bool { ended == nil && from <= day && day <= until }

    /// `jdoe is away until the end of 2026-12-12`.
    package var sentence: String { "\(person) is \(words)" }
    /// `away until the end of 2026-12-12`.
    package var words: String { "away until the end of \(until)" }
}

extension When {
    /// The earliest instant that it can be, in any zone.
    fileprivate var earliest: Timestamp {
        switch self {
        case .instant(let instant), .clock(let instant): instant
        case .date(let date): Timestamp(seconds: Int64(date.daysSinceEpoch) * 86_400)
        }
    }
}

extension Absences {
    init(_ resource: Resource?) throws(StoreError) {
        revision = resource?.revision
        guard let resource else {
            all = []
            return
        }
        let json: JSON
        do { json = try JSON.parse(resource.bytes) } catch { throw Self.damaged }
        guard let list = json.array else { throw Self.damaged }
        var all: [Absence] = []
        for element in list {
            guard let absence = Absence(element) else { throw Self.damaged }
            all.append(absence)
        }
        self.all = all
    }

    private static let damaged = StoreError.damaged(detail: "who is away cannot be read")
}

extension Absences.Absence {
    fileprivate init?(_ json: JSON) {
        guard let person = json["person"]?.string, let from = json["from"]?.string.flatMap({ CalendarDate($0) }),
            let until = json["until"]?.string.flatMap({ CalendarDate($0) }),
            let said = json["said"].flatMap({ Absences.Saying($0) })
        else { return nil }
        self.init(
            person, from: from, until: until, substitute: json["substitute"]?.string, reason: json["reason"]?.string,
            said: said)
        ended = json["ended"].flatMap { Absences.Saying($0) }
    }

    package var json: JSON {
        .compact([
            "person": .string(person), "from": .string(from.description), "until": .string(until.description),
            "substitute": JSON(substitute), "reason": JSON(reason), "said": said.json, "ended": ended?.json ?? .null,
        ])
    }
}

extension Absences.Saying {
    fileprivate init?(_ json: JSON) {
        guard let at = json["at"]?.string.flatMap({ Timestamp(rfc3339: $0) }) else { return nil }
        self.init(by: json["by"]?.string, speaker: json["speaker"]?.string, at: at)
    }

    fileprivate var json: JSON {
        .compact(["by": JSON(by), "speaker": JSON(speaker), "at": .string(at.rfc3339())])
    }
}
