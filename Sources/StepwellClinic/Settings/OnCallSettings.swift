package import PathwayModel
package import StepwellRuntime

/// Who is on call, as the clinic's settings write it.
package struct OnCallSettings: Hashable, Sendable {
    package struct Place: Hashable, Sendable {
        package var who: String
        package var channels: [String]
        package var hours: WeekHours?
    }

    package var minutes = 15
    package var rounds = 3
    package var zone: ZoneOffsets?
    package var line: [Place] = []
}

extension Settings {
    /// Who is on call, with the people whom a role stands for; nil where the settings do not say.
    package var whoIsOnCall: OnCall? {
        guard let onCall else { return nil }
        let line = onCall.line.map { place in
            let people = recipients(of: place.who).map { name in
                let own = recipients[name]?.channel ?? channel
                return OnCall.Person(recipient: name, channels: place.channels.isEmpty ? [own] : place.channels)
            }
            return OnCall.Place(who: place.who, people: people, hours: place.hours)
        }
        return OnCall(
            minutes: onCall.minutes, rounds: onCall.rounds, line: line, zone: onCall.zone, isSimulated: isSimulated)
    }

    /// Those whom a name in the line stands for; empty where it is nobody's. Without users any name is somebody's.
    private func recipients(of who: String) -> [String] {
        guard recipients[who] == nil, let users, users[who] == nil else { return [who] }
        return users.filter { $0.value.roles.contains(who) }.keys.sorted()
    }

    /// What keeps those in the line from being told, and the hours that are nobody's: a sentence each, with the place in
    /// the line that it is about.
    var mistakesOnCall: [(place: Int?, sentence: String)] {
        guard let whoIsOnCall, !whoIsOnCall.line.isEmpty else { return [] }
        var mistakes: [(place: Int?, sentence: String)] = []
        for (number, place) in whoIsOnCall.line.enumerated() {
            if place.people.isEmpty {
                mistakes.append((number, "'\(place.who)' is nobody: no user, no role of one, and none of 'recipients'"))
            }
            for person in place.people {
                mistakes += person.channels.filter { !isReached(person.recipient, by: $0) }.map {
                    (number, "'\(person.recipient)' has no address for the channel '\($0)'")
                }
            }
        }
        // Of a place without hours every hour is somebody's.
        let hours = whoIsOnCall.line.filter { !$0.people.isEmpty }.map(\.hours)
        guard !hours.isEmpty, !hours.contains(nil) else { return mistakes }
        let gaps = WeekHours.gaps(between: hours.compactMap(\.self)).words
        guard !gaps.isEmpty else { return mistakes }
        let sentence = "nobody is on call \(gaps.joined(separator: ", ")): everybody in the line is told then"
        return mistakes + [(nil, sentence)]
    }

    private func isReached(_ recipient: String, by channel: String) -> Bool {
        guard routing.policy(of: channel).address != nil else { return true }
        let recipient = recipients[recipient]
        return (recipient?.addresses[channel] ?? recipient?.address) != nil
    }
}
