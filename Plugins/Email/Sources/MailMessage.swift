import Foundation
import StepwellKit

/// A message as RFC 5322 and MIME write it: every line ends in CR LF, every byte is ASCII, no line begins with a dot.
struct MailMessage {
    let sender: Mailbox
    let replyTo: Mailbox?
    let recipient: Mailbox
    let message: OutgoingMessage
    let key: String
    let date: Date

    /// Nil where something with a line end would become a header.
    var bytes: [UInt8]? {
        guard let subject = HeaderText.encoded(message.subject, after: "Subject: ".count) else { return nil }
        guard let from = Self.header(sender), let to = Self.header(recipient) else { return nil }
        var headers = ["Date: \(Self.text(of: date))", "From: \(from)", "To: \(to)", "Subject: \(subject)"]
        if let replyTo = replyTo.flatMap({ Self.header($0) }) { headers.append("Reply-To: \(replyTo)") }
        // A machine's answer to it is of no use to anybody.
        headers += ["Message-ID: <\(identity)>", "Auto-Submitted: auto-generated", "MIME-Version: 1.0"]
        let lines = headers + body
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    /// The same for every attempt at the message, so that whoever gets it twice can tell.
    private var identity: String {
        let key = String(key.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "." })
        return "stepwell.\(key)@\(sender.domain)"
    }

    private static func header(_ mailbox: Mailbox) -> String? {
        guard let name = mailbox.name else { return mailbox.address }
        return HeaderText.phrase(name).map { "\($0) <\(mailbox.address)>" }
    }

    private static func text(of date: Date) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss '+0000'"
        return format.string(from: date)
    }

    // MARK: Parts

    private var body: [String] {
        var parts = [Part(type: "text/plain; charset=utf-8", text: message.body)]
        if let html = message.html { parts.append(Part(type: "text/html; charset=utf-8", text: html)) }
        guard let invitation = message.invitation else {
            return parts.count == 1 ? parts[0].lines : Self.multipart("alternative", parts.map(\.lines))
        }
        let calendar = CalendarText(
            invitation: invitation, organizer: sender.address, attendee: recipient.address, stamp: date)
        parts.append(Part(type: "text/calendar; charset=utf-8; method=REQUEST", text: calendar.text))
        let attachment = Part(
            type: "text/calendar; charset=utf-8; method=REQUEST;\r\n name=\"invitation.ics\"", text: calendar.text,
            disposition: "attachment; filename=\"invitation.ics\"")
        return Self.multipart(
            "mixed", [Self.multipart("alternative", parts.map(\.lines)), attachment.lines])
    }

    /// In quoted-printable `=` is followed by two digits or stands at a line's end: no part can hold a boundary.
    private static func multipart(_ kind: String, _ parts: [[String]]) -> [String] {
        let boundary = "=_stepwell_\(kind)"
        return ["Content-Type: multipart/\(kind); boundary=\"\(boundary)\"", ""]
            + parts.flatMap { ["--\(boundary)"] + $0 } + ["--\(boundary)--", ""]
    }

    private struct Part {
        let type: String
        let text: String
        var disposition: String?

        var lines: [String] {
            var head = ["Content-Type: \(type)", "Content-Transfer-Encoding: quoted-printable"]
            if let disposition { head.append("Content-Disposition: \(disposition)") }
            return head + [""] + QuotedPrintable.lines(text)
        }
    }
}

/// RFC 2045's encoding of text: readable, ASCII, in short lines.
enum QuotedPrintable {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Lines of at most 76 bytes. Whatever ended a line in the text, CR LF does here.
    static func lines(_ text: String) -> [String] {
        text.split(omittingEmptySubsequences: false) { $0.isNewline }.flatMap { encoded($0) }
    }

    private static func encoded(_ line: Substring) -> [String] {
        var lines: [String] = []
        var current: [UInt8] = []
        let bytes = Array(line.utf8)
        for (place, byte) in bytes.enumerated() {
            let isBlank = byte == 0x20 || byte == 0x09
            let isPlain =
                (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=") || isBlank && place < bytes.count - 1
            // A dot at a line's beginning could end a message on a careless server.
            let isDot = byte == UInt8(ascii: ".") && current.isEmpty
            let piece =
                isPlain && !isDot ? [byte] : [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            if current.count + piece.count > 75 {
                lines.append(String(decoding: current + [UInt8(ascii: "=")], as: UTF8.self))
                current = piece == [UInt8(ascii: ".")] ? Array("=2E".utf8) : piece
            } else {
                current += piece
            }
        }
        return lines + [String(decoding: current, as: UTF8.self)]
    }
}

/// Text in a header: RFC 2047's encoded words where it is not plain ASCII.
enum HeaderText {
    /// Nil for text with a control character: a line end would begin another header.
    static func encoded(_ text: String, after column: Int) -> String? {
        guard !text.unicodeScalars.contains(where: { isControl($0) }) else { return nil }
        let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        return isPlain && !text.contains("=?") && column + text.utf8.count <= 76 ? text : words(text)
    }

    /// A display name: in quotes where it is plain ASCII.
    static func phrase(_ text: String) -> String? {
        guard !text.unicodeScalars.contains(where: { isControl($0) }) else { return nil }
        let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
        return isPlain && !text.contains("=?") && text.utf8.count <= 60 ? "\"\(text)\"" : words(text)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    /// Encoded words of at most 75 bytes, which never split a character.
    private static func words(_ text: String) -> String {
        var words: [String] = []
        var piece: [UInt8] = []
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if piece.count + bytes.count > 42 {
                words.append("=?utf-8?B?\(Data(piece).base64EncodedString())?=")
                piece = []
            }
            piece += bytes
        }
        words.append("=?utf-8?B?\(Data(piece).base64EncodedString())?=")
        return words.joined(separator: "\r\n ")
    }
}
