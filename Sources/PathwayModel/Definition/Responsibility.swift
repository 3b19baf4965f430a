package import CEL

/// What a pathway is for, as its author states it.
package struct IntendedUse: Hashable, Sendable {
    package var users: String?
    package var population: String?
    /// Where it must not be relied on.
    package var limits: String?

    package init(users: String?, population: String?, limits: String?) {
        self.users = users
        self.population = population
        self.limits = limits
    }
}

/// Who stands for a pathway's clinical content.
package struct Approval: Hashable, Sendable {
    package var by: String
    package var on: CalendarDate?
    /// The date by which it has to be looked at again.
    package var reviewBy: CalendarDate?

    package init(by: String, on: CalendarDate?, reviewBy: CalendarDate?) {
        self.by = by
        self.on = on
        self.reviewBy = reviewBy
    }
}
