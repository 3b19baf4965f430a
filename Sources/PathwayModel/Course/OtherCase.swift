/// What another case of the patient's has to do with this one.
package enum OtherCase: Hashable, Sendable {
    /// It tells of a risk.
    case risk(case: String, pathway: String)
    /// A death was taken back there, which had kept messages of this case from going.
    case deathUndone(case: String, pathway: String)
    /// The cases that these effects of this one began are taken back with it.
    case takenBack([EffectPlace])
}

extension Input {
    /// What another case of the patient's comes to, as far as it concerns this one.
    package enum News: Hashable, Sendable {
        case risk(case: String, pathway: String)
        /// A death was taken back there: what it had withheld here did not go.
        case deathUndone(case: String, pathway: String, withheld: [Withheld])
    }

    /// A message that was withheld.
    package struct Withheld: Hashable, Sendable {
        package var subject: String
        package var recipient: String
        package var place: EffectPlace

        package init(subject: String, recipient: String, place: EffectPlace) {
            self.subject = subject
            self.recipient = recipient
            self.place = place
        }
    }
}
