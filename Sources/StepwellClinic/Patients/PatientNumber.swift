import Foundation

/// A clinic's own number for a patient, as it is kept: without blanks around it, in Unicode's composed form (NFC), and
/// without what nobody sees.
package struct PatientNumber: Hashable, Sendable {
    /// Bytes of UTF-8 at most.
    package static let longest = 200

    package let text: String

    package init(_ given: String) throws(Failure) {
        let text = Self.normal(given)
        guard (1...Self.longest).contains(text.utf8.count) else {
            throw Failure(.usage, "bad_patient", "a patient's number has 1 to \(Self.longest) bytes")
        }
        if let unseen = text.unicodeScalars.first(where: { $0.isUnseen }) {
            let code = String(unseen.value, radix: 16, uppercase: true)
            throw Failure(
                .usage, "bad_patient", "a patient's number has no characters that nobody sees: U+\(code)")
        }
        self.text = text
    }

    /// A text as it would be kept, whether it is a number or not.
    package static func normal(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        while scalars.first?.properties.isWhitespace == true { scalars.removeFirst() }
        while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
        return String(String.UnicodeScalarView(scalars)).precomposedStringWithCanonicalMapping
    }
}

extension Unicode.Scalar {
    /// What no reader sees, and U+FFFD, which stands where something could not be read.
    fileprivate var isUnseen: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
        default: value == 0xFFFD
        }
    }
}
