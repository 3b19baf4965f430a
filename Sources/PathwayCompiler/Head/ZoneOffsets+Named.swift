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
        return ZoneOffsets(
            name: name, initialOffset: Int32(zone.secondsFromGMT(for: start)), changes: changes)
    }
}
