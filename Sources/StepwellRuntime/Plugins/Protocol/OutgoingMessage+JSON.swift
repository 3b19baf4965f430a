package import PathwayModel
package import StepwellKit

extension OutgoingMessage {
    package var json: JSON {
        .compact([
            "name": .string(name), "recipient": .string(recipient), "address": JSON(address),
            "subject": .string(subject), "body": .string(body), "html": JSON(html),
            "invitation": invitation?.json ?? .null, "case": .string(caseID),
        ])
    }
}

extension Invitation {
    fileprivate var json: JSON {
        .compact([
            "uid": .string(uid), "sequence": .int(Int64(sequence)), "start": .int(start),
            "minutes": .int(Int64(minutes)), "summary": .string(summary), "location": JSON(location),
        ])
    }
}
