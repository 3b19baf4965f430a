package import CEL

/// An instant as the clock of a clinic shows it: `2026-05-27 11:00 EDT`.
package struct ClockTime: Hashable, Sendable, CustomStringConvertible {
    package var instant: Timestamp
    package var description: String

    package init(_ instant: Timestamp, in zone: ZoneOffsets) {
        self.instant = instant
        description = instant.clockTime(in: zone)
    }
}

extension Timestamp {
    /// `2026-05-27 11:00`, as the clock shows it there.
    package func minute(in zone: ZoneOffsets) -> String {
        let minute = zone.secondOfDay(of: self) / 60
        return "\(zone.date(of: self)) \(ZoneOffsets.two(minute / 60)):\(ZoneOffsets.two(minute % 60))"
    }

    /// `2026-05-27 11:00 EDT`: which clock it is, too.
    package func clockTime(in zone: ZoneOffsets) -> String {
        "\(minute(in: zone)) \(zone.abbreviation(at: seconds))"
    }
}

extension ZoneOffsets {
    /// What people call the time there at an instant: `EST`, `UTC`, or how far it is ahead of UTC: `UTC-3`, `UTC+5:30`.
    package func abbreviation(at seconds: Int64) -> String {
        let offset = offset(at: seconds)
        if let named = abbreviations.first(where: { Int64($0.offset) == offset }) { return named.text }
        let minutes = offset.magnitude / 60
        guard minutes > 0 else { return "UTC" }
        let rest = minutes % 60 == 0 ? "" : ":\(Self.two(Int64(minutes % 60)))"
        return "UTC\(offset < 0 ? "-" : "+")\(minutes / 60)\(rest)"
    }

    fileprivate static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
