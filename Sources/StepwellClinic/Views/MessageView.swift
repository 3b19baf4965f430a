package import PathwayModel
package import StepwellRuntime

/// What `outbox list` shows: messages in the order in which they came.
package struct OutboxListView: Sendable, ShowsPatients {
    package var page: Page<OutboxRow>
    /// Channels that their other side has closed.
    package var closed: [ClosedChannel]
    /// Cases of which messages are left out because they cannot be read.
    package var damaged: [CaseID] = []
    package var shown: ShownPatients

    package var messages: [OutboxRow] { page.rows }

    package var json: JSON {
        let channels = closed.map { channel -> JSON in
            ["channel": .string(channel.channel), "at": .string(channel.at.rfc3339())]
        }
        return .object(
            [.init("messages", .array(messages.map(\.json)))] + page.members
                + [.init("closed_channels", .array(channels))] + .ofList(damaged: damaged))
    }
}

/// What `outbox show` shows: one message, and what would become of it now.
package struct MessageView: Sendable, ShowsPatients {
    package var row: OutboxRow
    /// Nil for a message that does not wait.
    package var plan: Outbox.Plan?
    package var shown: ShownPatients

    package var json: JSON {
        .object((row.json.members ?? []) + [JSON.Member("planned", plan?.json ?? .null)])
    }
}

extension OutboxRow {
    /// Reasons that nobody has to see to: there is nothing to be sent any more.
    private static let settledReasons: Set<String> = [
        caseClosed, takenBack, Permission.Code.deceased, Permission.Code.superseded, Permission.Code.dropped,
    ]

    /// Whether it should have gone out, and did not.
    var isUndelivered: Bool {
        switch status {
        case .waiting, .sent: false
        case .failed, .withheld: !(reason.map(Self.settledReasons.contains) ?? false)
        }
    }

    /// What became of it: `crisis_page to nurse by sms failed: the number is not known`.
    var fate: String {
        let by = channel.map { " by \($0)" } ?? ""
        return "\(message.subject) to \(message.recipient)\(by) \(status.rawValue)" + (reason.map { ": \($0)" } ?? "")
    }

    package var json: JSON {
        .compact([
            "key": .string(message.effect.description), "case": .string(message.effect.id.text),
            "kind": .string(message.kind.rawValue), "recipient": .string(message.recipient),
            "message": .string(message.subject), "via": JSON(message.via), "at": .string(message.at.rfc3339()),
            "status": .string(status.rawValue), "attempts": JSON(attempts),
            "next_attempt": status == .waiting ? .string(nextAttempt.rfc3339()) : .null,
            "settled": JSON(settled?.rfc3339()), "channel": JSON(channel), "reason": JSON(reason),
            "sent_with": JSON(leader?.description),
        ])
    }
}

extension Outbox.Plan {
    package var json: JSON {
        let (decided, code): (String, String?) =
            switch decision {
            case .go: ("send", nil)
            case .wait(_, let code): ("wait", code)
            case .withhold(let code, _): ("withhold", code)
            }
        return .compact([
            "key": .string(row.message.effect.description), "case": .string(row.message.effect.id.text),
            "message": .string(row.message.subject), "recipient": .string(row.message.recipient),
            "channel": .string(channel), "decision": .string(decided), "code": JSON(code),
        ])
    }
}
