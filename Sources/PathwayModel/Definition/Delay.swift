/// A length of time as an author writes it: terms applied from left to right.
package struct Delay: Hashable, Sendable {
    package enum Unit: Hashable, Sendable, CaseIterable {
        case seconds, minutes, hours, days, weeks, months, years, businessDays
    }

    package struct Term: Hashable, Sendable {
        /// Negative where the author wrote `less`.
        package var amount: Int
        package var unit: Unit

        package init(_ amount: Int, _ unit: Unit) {
            self.amount = amount
            self.unit = unit
        }
    }

    package var terms: [Term]
    /// As the author wrote it.
    package var text: String

    package init(terms: [Term], text: String) {
        self.terms = terms
        self.text = text
    }
}

extension Delay {
    /// Whether it is no time at all.
    package var isNothing: Bool { terms.allSatisfy { $0.amount == 0 } }

    /// Whether it is made of hours, minutes and seconds alone: then it ends at an instant, else at the start of a date.
    package var isExact: Bool {
        terms.allSatisfy { term in
            switch term.unit {
            case .seconds, .minutes, .hours: true
            case .days, .weeks, .months, .years, .businessDays: false
            }
        }
    }
}
