import Foundation
import StepwellKit

/// An appointment as iCalendar (RFC 5545) writes it.
struct CalendarText {
    let invitation: Invitation
    let organizer: String
    let attendee: String
    let stamp: Date

    var text: String {
        let end = invitation.start + Int64(invitation.minutes) * 60
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Stepwell//Stepwell//EN", "METHOD:REQUEST", "BEGIN:VEVENT",
            "UID:\(Self.escaped(invitation.uid))", "SEQUENCE:\(invitation.sequence)",
            "DTSTAMP:\(Self.instant(Int64(stamp.timeIntervalSince1970)))",
            "DTSTART:\(Self.instant(invitation.start))", "DTEND:\(Self.instant(end))",
            "SUMMARY:\(Self.escaped(invitation.summary))",
        ]
        if let location = invitation.location { lines.append("LOCATION:\(Self.escaped(location))") }
        lines += [
            "ORGANIZER:mailto:\(organizer)", "ATTENDEE;ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:\(attendee)",
            "STATUS:CONFIRMED", "END:VEVENT", "END:VCALENDAR",
        ]
        return lines.flatMap { Self.folded($0) }.map { $0 + "\r\n" }.joined()
    }

    private static func instant(_ seconds: Int64) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "yyyyMMdd'T'HHmmss'Z'"
        return format.string(from: Date(timeIntervalSince1970: TimeInterval(seconds)))
    }

    /// Text in which nothing ends a line or separates values.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "\\", ";", ",": escaped += "\\\(character)"
            case _ where character.isNewline: escaped += "\\n"
            case _ where character.unicodeScalars.contains { $0.properties.generalCategory == .control }: escaped += " "
            default: escaped.append(character)
            }
        }
        return escaped
    }

    /// Lines of at most 75 bytes, which never split a character.
    private static func folded(_ line: String) -> [String] {
        var lines: [String] = []
        var current = ""
        for scalar in line.unicodeScalars {
            if current.utf8.count + String(scalar).utf8.count > 75 {
                lines.append(current)
                current = " "
            }
            current.unicodeScalars.append(scalar)
        }
        return lines + [current]
    }
}
