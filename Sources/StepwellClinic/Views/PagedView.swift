import PathwayEngine
package import PathwayModel

/// That somebody on call was told of a task, and what became of it.
package struct PagedView: Hashable, Sendable {
    /// Whom the line names.
    package var who: String
    package var recipient: String
    package var channel: String
    package var at: LocalTime
    package var round: Int
    /// Nil while it is not known whether it arrives.
    package var isDelivered: Bool?

    init(_ page: CaseState.Page, at: LocalTime) {
        (who, recipient, channel, round) = (page.page.who, page.page.recipient, page.page.channel, page.page.round)
        self.at = at
        switch page.outcome {
        case .sent: isDelivered = true
        case .failed, .withheld: isDelivered = false
        case nil: isDelivered = page.isLate ? false : nil
        }
    }

    package var json: JSON {
        [
            "who": .string(who), "recipient": .string(recipient), "channel": .string(channel),
            "at": .string(at.text), "round": JSON(round), "delivered": isDelivered.map { .bool($0) } ?? .null,
        ]
    }

    /// `ben 2026-05-27 14:05 EDT by sms, not delivered`.
    fileprivate var words: String {
        let fate =
            switch isDelivered {
            case true?: "delivered"
            case false?: "not delivered"
            case nil: "on its way"
            }
        return "\(recipient) \(at.minute) by \(channel), \(fate)"
    }
}

extension [PagedView] {
    /// Nil where nobody was told.
    package var words: String? {
        isEmpty ? nil : "paged \(map(\.words).joined(separator: "; "))"
    }

    /// Nothing where nobody was told.
    package var members: [JSON.Member] {
        isEmpty ? [] : [JSON.Member("paged", .array(map(\.json)))]
    }
}
