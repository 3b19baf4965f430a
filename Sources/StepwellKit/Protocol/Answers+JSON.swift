import CEL
package import PathwayModel

extension Verdict {
    /// Bounds of what a plugin may say: a person reads it.
    package static let mostSentences = 50
    package static let longestSentence = 1_000

    package var json: JSON {
        .compact([
            "answer": .string(answer.rawValue), "reasons": JSON(reasons), "evidence": JSON(evidence),
            "until": JSON(until?.rfc3339()),
        ])
    }

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
                throw ProtocolError("the verdict's '\(name)' holds something else than texts of \(longestSentence) bytes")
            }
            sentences.append(text)
        }
        return sentences
    }
}

extension OutgoingMessage {
    package var json: JSON {
        .compact([
            "name": .string(name), "recipient": .string(recipient), "address": JSON(address),
            "subject": .string(subject), "body": .string(body), "html": JSON(html),
            "invitation": invitation?.json ?? .null, "case": .string(caseID),
        ])
    }

    package init(_ json: JSON) throws(ProtocolError) {
        guard let recipient = json["recipient"]?.string, let subject = json["subject"]?.string,
            let body = json["body"]?.string, let caseID = json["case"]?.string
        else { throw ProtocolError("'message' needs recipient, subject, body and case") }
        self.init(
            name: json["name"]?.string ?? "message", recipient: recipient, address: json["address"]?.string,
            subject: subject, body: body, html: json["html"]?.string,
            invitation: json["invitation"].flatMap { Invitation($0) }, caseID: caseID)
    }
}

extension Invitation {
    fileprivate var json: JSON {
        .compact([
            "uid": .string(uid), "sequence": JSON(sequence), "start": .int(start), "minutes": JSON(minutes),
            "summary": .string(summary), "location": JSON(location),
        ])
    }

    fileprivate init?(_ json: JSON) {
        guard let uid = json["uid"]?.string, let sequence = json["sequence"]?.int, let start = json["start"]?.int,
            let minutes = json["minutes"]?.int, let summary = json["summary"]?.string
        else { return nil }
        self.init(
            uid: uid, sequence: sequence, start: Int64(start), minutes: minutes, summary: summary,
            location: json["location"]?.string)
    }
}

extension Delivery {
    package var json: JSON {
        switch self {
        case .sent: ["outcome": "sent"]
        case .retry(let reason, let after):
            .compact(["outcome": "retry", "reason": .string(reason), "after": JSON(after)])
        case .rejected(let reason): ["outcome": "rejected", "reason": .string(reason)]
        case .closed(let reason): ["outcome": "closed", "reason": .string(reason)]
        }
    }

    package init(_ json: JSON) throws(ProtocolError) {
        let reason = json["reason"]?.string
        switch (json["outcome"]?.string, reason) {
        case ("sent", _): self = .sent
        case ("retry", let reason?):
            self = .retry(reason: String(reason.prefix(Verdict.longestSentence)), after: json["after"]?.int)
        case ("rejected", let reason?): self = .rejected(reason: String(reason.prefix(Verdict.longestSentence)))
        case ("closed", let reason?): self = .closed(reason: String(reason.prefix(Verdict.longestSentence)))
        default: throw ProtocolError("the delivery's 'outcome' is not sent, retry, rejected or closed with a reason")
        }
    }
}
