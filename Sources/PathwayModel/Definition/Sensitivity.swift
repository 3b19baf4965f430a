/// What kind of secret a value is. A channel says which it may carry.
package enum Sensitivity: String, Hashable, Sendable, CaseIterable, Comparable {
    /// A diagnosis, a score, the program's name: what says why somebody is a patient.
    case clinical
    /// What is said in psychotherapy.
    case psychotherapy
    /// Records of substance use treatment: 42 CFR part 2.
    case sud

    package static func < (left: Sensitivity, right: Sensitivity) -> Bool { left.rawValue < right.rawValue }
}
