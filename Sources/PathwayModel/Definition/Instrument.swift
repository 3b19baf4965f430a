package import CEL

/// A questionnaire or rating: items, and the scores made of them.
package struct Instrument: Sendable {
    package struct Item: Sendable {
        package var name: String
        /// The question, where the instrument's license lets it be shown.
        package var text: String?
        package var type: FieldType
        package var loinc: String?
        /// What it counts as in scores when it was not asked.
        package var unasked: Value?
        /// While this is not false it had to be asked, and nothing stands in for its answer; nil where that is never so.
        package var needed: Program?
        /// The words of the answers 0, 1, 2 …, where they may be shown.
        package var answers: [String]
        /// Whether `sum(items)` counts it. A yes counts 1, a no 0.
        package var isScored: Bool
        /// Whether it counts the other way round: the highest answer as the lowest, a no as 1.
        package var isReversed: Bool

        package init(
            name: String, text: String?, type: FieldType, loinc: String?, unasked: Value?, answers: [String],
            isScored: Bool, isReversed: Bool
        ) {
            self.name = name
            self.text = text
            self.type = type
            self.loinc = loinc
            self.unasked = unasked
            self.answers = answers
            self.isScored = isScored
            self.isReversed = isReversed
        }

        /// What an answer counts as wherever expressions name the item: in scores, guards and payloads. Of one that is
        /// turned around the points, else the answer itself.
        package func points(of answer: Value) -> Value {
            guard isReversed else { return answer }
            switch (type, answer) {
            case (.boolean, .bool(let yes)): return .bool(!yes)
            case (.integer(let min?, let max?), .int(let number)):
                // Answers lie between the two, so that this does.
                let (points, overflow) = max.subtractingReportingOverflow(number)
                let (shifted, isTooLarge) = points.addingReportingOverflow(min)
                return overflow || isTooLarge ? answer : .int(shifted)
            case (.boolean, _), (.integer, _), (.number, _), (.text, _), (.choice, _), (.date, _), (.instant, _):
                return answer
            }
        }
    }

    /// The result that later ones are compared with.
    package struct Baseline: Hashable, Sendable {
        /// The last result dated on or before the day on which this state was first entered.
        package var state: StateIndex
        /// Where there is none: the first one after.
        package var elseFirstAfter: Bool

        package init(state: StateIndex, elseFirstAfter: Bool) {
            self.state = state
            self.elseFirstAfter = elseFirstAfter
        }
    }

    package struct Band: Hashable, Sendable {
        package var name: String
        package var range: ClosedRange<Double>

        package init(name: String, range: ClosedRange<Double>) {
            self.name = name
            self.range = range
        }
    }

    /// How missing items are made up for, where the manual allows it.
    package struct Proration: Hashable, Sendable {
        package enum Imputation: String, Hashable, Sendable, CaseIterable {
            /// By the mean of those answered.
            case mean
        }

        /// At most this many may be missing.
        package var allowed: Int
        package var imputation: Imputation

        package init(allowed: Int, imputation: Imputation = .mean) {
            self.allowed = allowed
            self.imputation = imputation
        }
    }

    package struct Score: Sendable {
        package var name: String
        package var type: FieldType
        /// Over the items; nil for a score that is only ever recorded as such.
        package var program: Program?
        package var loinc: String?
        package var bands: [Band]

        package init(name: String, type: FieldType, program: Program?, loinc: String?, bands: [Band]) {
            self.name = name
            self.type = type
            self.program = program
            self.loinc = loinc
            self.bands = bands
        }
    }

    package struct Check: Sendable {
        package var id: String
        package var program: Program
        package var message: String?

        package init(id: String, program: Program, message: String?) {
            self.id = id
            self.program = program
            self.message = message
        }
    }

    package var name: String
    package var title: String
    package var description: String?
    package var license: String?
    package var source: String?
    package var loinc: String?
    package var items: [Item]
    package var scores: [Score]
    package var checks: [Check]
    package var proration: Proration?
    /// How long a result stays good in this pathway; nil for ever.
    package var freshFor: Delay?
    /// What kind of secret its items and scores are: the pathway that uses it says so where it is more than clinical.
    package var sensitivity = Sensitivity.clinical
    /// Roles that may record it in this pathway; nil for any.
    package var by: [String]?
    /// Nil for none.
    package var baseline: Baseline?

    package init(
        name: String, title: String, description: String? = nil, license: String?, source: String?, loinc: String?,
        items: [Item], scores: [Score], checks: [Check], proration: Proration?, freshFor: Delay?, baseline: Baseline?
    ) {
        self.name = name
        self.title = title
        self.description = description
        self.license = license
        self.source = source
        self.loinc = loinc
        self.items = items
        self.scores = scores
        self.checks = checks
        self.proration = proration
        self.freshFor = freshFor
        self.baseline = baseline
    }
}

extension Instrument {
    /// The score that `.change`, `.band` and the like are about: `total`, or the first.
    package var mainScore: Int? {
        scores.firstIndex { $0.name == "total" } ?? (scores.isEmpty ? nil : 0)
    }
}

extension Instrument.Score {
    /// The band that a value of this score lies in; nil where it lies in none.
    package func band(of value: Value) -> Instrument.Band? {
        let number: Double
        switch value {
        case .int(let value): number = Double(value)
        case .double(let value): number = value
        default: return nil
        }
        return bands.first { $0.range.contains(number) }
    }
}

/// The ids of variables and functions inside an instrument's own expressions.
///
/// There a variable's id is the item's place; the scores stand after the items.
package enum InstrumentName {
    /// `sum(items)`: of all items that are scored; unknown where one is missing and may not be prorated.
    package static let sum = 0
    /// `answered(q3)`: whether it was asked and answered. Its reference is the item's place.
    package static let answered = 1
    /// `count(items)`: how many of those that are scored were answered.
    package static let count = 2
    /// `sum([q1, q2])`: of the values in a list.
    package static let sumOfList = 3
    /// `sum(items)` in a score that is a number: missing items are made up for by fractions.
    package static let fractionalSum = 4
    /// `sum([q1, q2])` in a score that is a number.
    package static let fractionalSumOfList = 5
    /// What the reference `items` stands for.
    package static let items: Int64 = -1
}
