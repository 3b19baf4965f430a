package import PathwayModel
package import StepwellRuntime

/// What `on-call` shows: who is told of tasks about somebody's safety that nobody sees to, at an instant.
package struct OnCallView: Hashable, Sendable {
    package struct Place: Hashable, Sendable {
        package var who: String
        package var people: [OnCall.Person]
        /// Empty for any hour.
        package var hours: [String]
        /// Whether they are told at this instant.
        package var isNow: Bool

        package var json: JSON {
            [
                "who": .string(who), "now": .bool(isNow), "hours": JSON(hours),
                "people": .array(
                    people.map { ["recipient": .string($0.recipient), "channels": JSON($0.channels)] }),
            ]
        }
    }

    package var at: LocalTime
    package var zone: String
    package var minutes: Int
    package var rounds: Int
    package var line: [Place]
    /// Whether it is nobody's hour, and so everybody is told.
    package var isNobodysHour: Bool

    package var json: JSON {
        [
            "at": .string(at.text), "timezone": .string(zone), "minutes": JSON(minutes), "rounds": JSON(rounds),
            "nobodys_hour": .bool(isNobodysHour), "line": .array(line.map(\.json)),
        ]
    }
}

extension Clinic {
    /// Who is on call at an instant, and the line.
    package func whoIsOnCall(at when: When?) throws -> OnCallView {
        guard let onCall = settings.whoIsOnCall else {
            throw Failure(
                .badData, "nobody_on_call", "the clinic's settings do not say who is on call",
                hint: "say under 'on_call' in \(Settings.file) who is told, and how")
        }
        let zone = onCall.zone ?? zoneOfPathways
        let now = try when?.instant(in: zone, after: nil) ?? now()
        let told = onCall.places(at: now, in: zone)
        return OnCallView(
            at: LocalTime(now, zone), zone: zone.name, minutes: onCall.minutes, rounds: onCall.rounds,
            line: onCall.line.map { place in
                OnCallView.Place(
                    who: place.who, people: place.people, hours: place.hours?.written ?? [], isNow: told.contains(place)
                )
            }, isNobodysHour: !told.contains { onCall.isHour(of: $0, at: now, in: zone) })
    }

    /// The zone of the clinic's first pathway, where the settings name none.
    private var zoneOfPathways: ZoneOffsets {
        let files = FileReader.files(below: "\(folder.path)/Pathways").filter { $0.hasSuffix(".yaml") }.sorted()
        return files.lazy.compactMap { path in
            folder.current(String(path.split(separator: "/").last?.dropLast(".yaml".count) ?? ""))
        }.first?.pathway.calendar.zone ?? .utc
    }
}
