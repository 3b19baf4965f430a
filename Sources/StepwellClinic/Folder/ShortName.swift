package import StepwellRuntime

/// What new cases and consents are called.
package enum ShortName {
    /// Without letters that look like digits, and without vowels that make words.
    private static let letters = Array("23456789bcdfghjkmnpqrstvwxz")

    /// Eight letters in two groups: enough that no two cases of a clinic meet, short enough to say.
    package static func random() -> CaseID {
        var generator = SystemRandomNumberGenerator()
        return random(&generator)
    }

    /// The same of numbers that somebody gives.
    static func random(_ generator: inout some RandomNumberGenerator) -> CaseID {
        func group() -> String {
            String((0..<4).map { _ in letters[Int.random(in: 0..<letters.count, using: &generator)] })
        }
        return CaseID("\(group())-\(group())")
    }
}
