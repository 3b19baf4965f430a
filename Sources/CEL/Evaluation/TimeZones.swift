internal import Foundation

/// How far a zone's clocks are from UTC. The one file that needs Foundation: its rules of zones come with the system.
enum TimeZones {
    /// The seconds east of UTC at an instant: of `UTC`, of an offset such as `+05:30`, `-08:00` or `02:00`, or of a zone
    /// such as `America/New_York`. Nil where there is no such zone.
    static func offset(of zone: String, at instant: Timestamp) -> Int? {
        if zone == "UTC" { return 0 }
        if let offset = fixedOffset(zone) { return offset }
        // Foundation keeps the zones it has read.
        guard !zone.isEmpty, let zone = TimeZone(identifier: zone) else { return nil }
        return zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(instant.seconds)))
    }

    private static func fixedOffset(_ text: String) -> Int? {
        var reader = DigitReader(text)
        let isWest = reader.take("-")
        if !isWest { _ = reader.take("+") }
        guard let seconds = reader.hoursAndMinutes(), reader.isAtEnd else { return nil }
        return isWest ? -seconds : seconds
    }
}
