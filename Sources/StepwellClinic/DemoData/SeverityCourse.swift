/// How a patient is over the months: from 0, without a complaint, to 1. Answers are drawn around it.
struct SeverityCourse {
    private(set) var level: Double
    /// Where treatment leads.
    private let goal: Double
    /// The share of the way there that a day of treatment takes.
    private let pace: Double
    /// Whether it gets worse again once treatment is over.
    private let relapses: Bool
    private var wasTreated = false

    init(_ random: inout SeededNumbers) {
        let start = Double.random(in: 0.46...0.76, using: &random)
        level = start
        switch random.place(by: [0.72, 0.18, 0.1]) {
        case 0: goal = Double.random(in: 0.08...0.26, using: &random)
        case 1: goal = max(0.1, start - Double.random(in: 0.08...0.2, using: &random))
        default: goal = min(0.92, start + Double.random(in: 0...0.12, using: &random))
        }
        pace = Double.random(in: 0.022...0.045, using: &random)
        relapses = random.chance(0.25)
    }

    /// Lets days pass.
    mutating func pass(days: Int, inTreatment: Bool, _ random: inout SeededNumbers) {
        wasTreated = wasTreated || inTreatment
        for _ in 0..<max(0, days) {
            if inTreatment {
                level += (goal - level) * pace
            } else if wasTreated, relapses {
                level += (0.8 - level) * 0.015
            }
            level = min(0.97, max(0.02, level + random.wobble() * 0.018))
        }
    }
}
