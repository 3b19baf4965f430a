import Foundation
import PathwayModel
import StepwellClinic

/// Values on standard input, so that they stand in no list of processes: lines of `name=value`, or a JSON object. What
/// is wrong is told by its line, without the value.
struct GivenValues {
    static let mostBytes = 1 << 20
    static let mostValues = 1_000

    private(set) var values: [Input.NamedText] = []
    private var names: Set<String> = []

    static func read() throws -> [Input.NamedText] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= mostBytes {
            let count = buffer.withUnsafeMutableBytes { Foundation.read(STDIN_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Failure(.missing, "no_input", "standard input cannot be read") }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return try GivenValues(bytes).values
    }

    init(_ bytes: [UInt8]) throws(Failure) {
        guard bytes.count <= Self.mostBytes else {
            throw Failure(.badData, "too_long", "standard input has more than \(Self.mostBytes) bytes")
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            let wrong = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
            throw Self.wrong(line: wrong + 1, "is no UTF-8")
        }
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        if content.first(where: { !Self.blanks.contains($0) }) == UInt8(ascii: "{") {
            try readObject(content)
        } else {
            try readLines(String(decoding: content, as: UTF8.self))
        }
        guard !values.isEmpty else { throw Failure(.badData, "no_values", "standard input has no values") }
    }

    private static let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]

    private static func wrong(line: Int, _ what: String) -> Failure {
        Failure(
            .badData, "bad_input", "line \(line) of standard input \(what)",
            hint: "write name=value, one a line, or a JSON object")
    }

    private mutating func add(_ value: Input.NamedText, _ place: String) throws(Failure) {
        guard values.count < Self.mostValues else {
            throw Failure(.badData, "too_many_values", "standard input has more than \(Self.mostValues) values")
        }
        guard names.insert(value.name).inserted else { throw .givenTwice(value.name, place) }
        values.append(value)
    }

    private mutating func readLines(_ text: String) throws(Failure) {
        // A carriage return and a line feed are one character.
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        for (place, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
            guard let value = NamedValues.named(line) else { throw Self.wrong(line: place + 1, "is no name=value") }
            try add(value, "line \(place + 1) of standard input")
        }
    }

    /// `{"phq9": {"total": 18}, "impaired": true}`, or `{"phq9.total": 18}`.
    private mutating func readObject(_ bytes: [UInt8]) throws(Failure) {
        let object: JSON
        do { object = try JSON.parse(bytes) } catch {
            let line = bytes.prefix(error.offset).count { $0 == UInt8(ascii: "\n") } + 1
            throw Self.wrong(line: line, "is no JSON: \(error.message)")
        }
        for member in object.members ?? [] {
            guard case .object(let answers) = member.value else {
                try add(member, named: member.name)
                continue
            }
            for answer in answers { try add(answer, named: "\(member.name).\(answer.name)") }
        }
    }

    private mutating func add(_ member: JSON.Member, named name: String) throws(Failure) {
        let text: String
        switch member.value {
        case .string(let value): text = value
        case .bool, .int, .double: text = member.value.text
        case .null, .array, .object:
            throw Failure(
                .badData, "bad_input", "'\(name)' on standard input is no text, number, true or false")
        }
        try add(Input.NamedText(name, text), "standard input")
    }
}
