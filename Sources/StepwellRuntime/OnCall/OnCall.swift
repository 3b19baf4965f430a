package import CEL
package import PathwayModel

/// Who is told of a task about somebody's safety while nobody sees to it, in which order, by which channels and when: as
/// the clinic says.
package struct OnCall: Hashable, Sendable {
    /// Somebody in the line: a person, or all who have a role.
    package struct Place: Hashable, Sendable {
        package var who: String
        package var people: [Person]
        /// Nil for any hour.
        package var hours: WeekHours?

        package init(who: String, people: [Person], hours: WeekHours?) {
            self.who = who
            self.people = people
            self.hours = hours
        }
    }

    package struct Person: Hashable, Sendable {
        /// As the clinic's recipients name it.
        package var recipient: String
        /// In the order in which they are tried; never empty.
        package var channels: [String]

        package init(recipient: String, channels: [String]) {
            self.recipient = recipient
            self.channels = channels
        }
    }

    /// Minutes until the next in line is told, and until somebody is told by another channel.
    package var minutes: Int
    /// How often the line is gone through.
    package var rounds: Int
    /// Nobody stands in it twice.
    package var line: [Place]
    /// Where its hours are told; nil for the zone of the case's pathway.
    package var zone: ZoneOffsets?
    /// Whether the clinic's clock is simulated: then each page goes at the instant at which it was due. By a real clock it
    /// goes when time is let go on, to who is on call then.
    package var isSimulated: Bool

    package init(minutes: Int, rounds: Int, line: [Place], zone: ZoneOffsets?, isSimulated: Bool) {
        self.minutes = minutes
        self.rounds = rounds
        self.line = line
        self.zone = zone
        self.isSimulated = isSimulated
    }

    /// Those of the line who are on call at an instant, in its order. Where it is nobody's hour, all are: a page that
    /// wakes somebody is better than none.
    ///
    /// - Parameter zone: the pathway's.
    package func places(at now: Timestamp, in zone: ZoneOffsets) -> [Place] {
        let reachable = line.filter { !$0.people.isEmpty }
        let their = reachable.filter { isHour(of: $0, at: now, in: zone) }
        return their.isEmpty ? reachable : their
    }

    /// Whether an instant is in somebody's hours.
    package func isHour(of place: Place, at now: Timestamp, in zone: ZoneOffsets) -> Bool {
        place.hours?.contains(now, in: self.zone ?? zone) ?? true
    }

    /// The same text for the same line, in every process.
    var fingerprint: String {
        let places = line.map { place in
            let people = place.people.map { "\($0.recipient)=\($0.channels.joined(separator: "+"))" }
            let hours = place.hours?.words.joined(separator: ",") ?? "always"
            return "\(place.who) [\(people.joined(separator: " "))] \(hours)"
        }
        return (["\(minutes) min", "\(rounds) rounds", zone?.name ?? "the case's zone"] + places)
            .joined(separator: "\n")
    }
}
