package import CEL

/// What an attempt to deliver leaves in a message's row.
package struct OutboxAttempt: Hashable, Sendable {
    package var status: OutboxRow.Status
    /// When it is tried next; nil where it is not, or as it was.
    package var next: Timestamp?
    package var reason: String?
    /// How many attempts it counts as.
    package var count: Int

    package init(_ result: OutboxResult) {
        switch result {
        case .sent: (status, next, reason, count) = (.sent, nil, nil, 1)
        case .retry(let at, let reason): (status, next, self.reason, count) = (.waiting, at, reason, 1)
        case .deferred(let until, let reason): (status, next, self.reason, count) = (.waiting, until, reason, 0)
        case .failed(let reason): (status, next, self.reason, count) = (.failed, nil, reason, 1)
        case .withheld(let reason): (status, next, self.reason, count) = (.withheld, nil, reason, 1)
        }
    }
}
