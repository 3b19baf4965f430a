import CEL
package import PathwayModel
package import StepwellKit

extension Verdict {
    /// How many texts of each kind a plugin may give: a person reads them.
    package static let mostSentences = 50

    /// Reads a plugin's verdict, and refuses one that nobody could act on.
    package init(_ json: JSON) throws(ProtocolError) {
        guard let answer = json["answer"]?.string.flatMap({ Answer(rawValue: $0) }) else {
            throw ProtocolError("the verdict's 'answer' is neither met, not_met nor unknown")
        }
        let reasons = try Self.sentences(json["reasons"], "reasons")
        guard !reasons.isEmpty else { throw ProtocolError("the verdict gives no reasons") }
        var until: Timestamp?
        if let given = json["until"], !given.isNull {
            until = given.string.flatMap { Timestamp(rfc3339: $0) }
            guard until != nil else { throw ProtocolError("the verdict's 'until' is no instant") }
        }
        let said = Verdict(
            answer, reasons: reasons, evidence: try Self.sentences(json["evidence"], "evidence"), until: until,
            wouldMeet: try Self.sentences(json["would_meet"], "would_meet"))
        self = said.readable
    }

    private static func sentences(_ json: JSON?, _ name: String) throws(ProtocolError) -> [String] {
        guard let json, !json.isNull else { return [] }
        guard let array = json.array, array.count <= mostSentences else {
            throw ProtocolError("the verdict's '\(name)' is no list of at most \(mostSentences) texts")
        }
        var sentences: [String] = []
        for element in array {
            guard let text = element.string else {
                throw ProtocolError("the verdict's '\(name)' holds other than texts")
            }
            sentences.append(text)
        }
        return sentences
    }
}

extension Delivery {
    package init(_ json: JSON) throws(ProtocolError) {
        switch (json["outcome"]?.string, json["reason"]?.string.map(PluginText.reason)) {
        case ("sent", _): self = .sent
        case ("retry", let reason?): self = .retry(reason: reason, after: json["after"]?.int.map { max(0, $0) })
        case ("rejected", let reason?): self = .rejected(reason: reason)
        case ("closed", let reason?): self = .closed(reason: reason)
        default:
            throw ProtocolError("the delivery's 'outcome' is not sent, retry, rejected or closed with a reason")
        }
    }
}
