import CEL
package import PathwayModel

extension Verdict {
    package var json: JSON {
        .compact([
            "answer": .string(answer.rawValue), "reasons": JSON(reasons), "evidence": JSON(evidence),
            "until": JSON(until?.rfc3339()), "would_meet": wouldMeet.isEmpty ? .null : JSON(wouldMeet),
        ])
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
}
