import CEL
package import PathwayModel
package import StepwellKit

extension Verdict {
    /// Bounds of what a plugin may say: a person reads it.
    package static let mostSentences = 50
    package static let longestSentence = 1_000

    /// Reads a plugin's verdict, and refuses one that nobody could act on.
    package init(_ json: JSON) throws(ProtocolError) {
        guard let answer = json["answer"]?.string.flatMap({ Answer(rawValue: $0) }) else {
            throw ProtocolError("the verdict's 'answer' is neither met, not_met nor unknown")
        }
        let reasons = try Self.sentences(json["reasons"], "reasons")
        guard reasons.contains(where: { !$0.isEmpty }) else { throw ProtocolError("the verdict gives no reasons") }
        var until: Timestamp?
        if let given = json["until"], !given.isNull {
            until = given.string.flatMap { Timestamp(rfc3339: $0) }
            guard until != nil else { throw ProtocolError("the verdict's 'until' is no instant") }
        }
        self.init(answer, reasons: reasons, evidence: try Self.sentences(json["evidence"], "evidence"), until: until)
    }

    private static func sentences(_ json: JSON?, _ name: String) throws(ProtocolError) -> [String] {
        guard let json, !json.isNull else { return [] }
        guard let array = json.array, array.count <= mostSentences else {
            throw ProtocolError("the verdict's '\(name)' is no list of at most \(mostSentences) texts")
        }
        var sentences: [String] = []
        for element in array {
            guard let text = element.string, text.utf8.count <= longestSentence else {
                throw ProtocolError("the verdict's '\(name)' holds other than texts of \(longestSentence) bytes")
            }
            sentences.append(text)
        }
        return sentences
    }
}

extension Delivery {
    package init(_ json: JSON) throws(ProtocolError) {
        let reason = json["reason"]?.string.map { String($0.prefix(Verdict.longestSentence)) }
        switch (json["outcome"]?.string, reason) {
        case ("sent", _): self = .sent
        case ("retry", let reason?): self = .retry(reason: reason, after: json["after"]?.int.map { max(0, $0) })
        case ("rejected", let reason?): self = .rejected(reason: reason)
        case ("closed", let reason?): self = .closed(reason: reason)
        default:
            throw ProtocolError("the delivery's 'outcome' is not sent, retry, rejected or closed with a reason")
        }
    }
}
