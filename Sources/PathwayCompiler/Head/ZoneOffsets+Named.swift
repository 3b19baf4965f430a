import Foundation
package import PathwayModel

extension ZoneOffsets {
    /// The years that a table covers. Before and after, the nearest offset holds.
    private static let years = (first: 1970, last: 2100)

    static var knownNames: [String] { TimeZone.knownTimeZoneIdentifiers }

    /// The zone of this name in the IANA database, as a table; nil where there is none.
    package static func named(_ name: String) -> ZoneOffsets? {
        if name == "UTC" { return .utc }
        guard let zone = TimeZone(identifier: name) else { return nil }
        let start = Date(timeIntervalSince1970: 0)
        let end = Date(timeIntervalSince1970: Double(years.last - years.first) * 365.25 * 86_400)
        var changes: [Change] = []
        var date = start
        while let next = zone.nextDaylightSavingTimeTransition(after: date), next < end, next > date {
            let seconds = Int64(next.timeIntervalSince1970.rounded())
            let offset = Int32(zone.secondsFromGMT(for: next.addingTimeInterval(1)))
            changes.append(Change(from: seconds, offset: offset))
            date = next
        }
        let initial = Int32(zone.secondsFromGMT(for: start))
        var abbreviations: [Abbreviation] = []
        for offset in [initial] + changes.map(\.offset) where !abbreviations.contains(where: { $0.offset == offset }) {
            let last =
                changes.last { $0.offset == offset }.map { Date(timeIntervalSince1970: Double($0.from)) } ?? start
            guard let text = abbreviation(of: zone, at: last.addingTimeInterval(1)) else { continue }
            abbreviations.append(Abbreviation(offset: offset, text: text))
        }
        return ZoneOffsets(name: name, initialOffset: initial, changes: changes, abbreviations: abbreviations)
    }

    /// What people call the zone's time at a date, in the English of its continent; nil where they only count hours.
    private static func abbreviation(of zone: TimeZone, at date: Date) -> String? {
        let style = zone.isDaylightSavingTime(for: date) ? NSTimeZone.NameStyle.shortDaylightSaving : .shortStandard
        return ["en_US", "en_GB", "en_AU"].lazy.compactMap {
            zone.localizedName(for: style, locale: Locale(identifier: $0))
        }.first { !$0.contains(where: \.isNumber) && $0.count <= 5 }
    }
}
