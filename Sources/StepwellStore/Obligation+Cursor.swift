import CEL

extension Obligation {
    /// Where an obligation stands in a list: by the day on which it is due, of one day those with an instant first, by
    /// that; those without a deadline last. Then by case, kind and subject.
    public struct Cursor: Hashable, Sendable, Comparable {
        public var due: Deadline?
        public var id: CaseID
        public var key: Key

        public init(due: Deadline?, id: CaseID, key: Key) {
            self.due = due
            self.id = id
            self.key = key
        }

        public static func < (left: Cursor, right: Cursor) -> Bool {
            guard left.due == right.due else { return Deadline.precedes(left.due, right.due) }
            return (left.id, left.key.kind.rawValue, left.key.subject)
                < (right.id, right.key.kind.rawValue, right.key.subject)
        }
    }

    public var cursor: Cursor { Cursor(due: due, id: id, key: key) }
}

extension Obligation.Deadline {
    fileprivate static func precedes(_ left: Self?, _ right: Self?) -> Bool {
        switch (left, right) {
        case (nil, _): false
        case (_?, nil): true
        case (let left?, let right?): left.precedes(right)
        }
    }

    private func precedes(_ other: Self) -> Bool {
        switch (self, other) {
        case (.day(let day), .day(let next)): day < next
        case (.day(let day), .instant(_, on: let next)): day < next
        case (.instant(_, on: let day), .day(let next)): day <= next
        case (.instant(let instant, on: let day), .instant(let later, on: let next)): (day, instant) < (next, later)
        }
    }
}
