package import CEL
package import PathwayModel
package import StepwellStore

/// Which numbers are one patient's: somebody was enrolled under two. Cases and records stay under the number that they
/// have, so that it can be taken back; whoever asks for a patient's gets those of all numbers.
package struct SamePatients: Hashable, Sendable {
    /// That a number is the same patient's as another.
    package struct Link: Hashable, Sendable {
        package var number: String
        /// The number that stands for both.
        package var sameAs: String
        package var by: String?
        /// Who spoke for them, where that was somebody else.
        package var speaker: String?
        package var at: Timestamp
        package var reason: String

        package init(
            number: String, sameAs: String, by: String?, speaker: String? = nil, at: Timestamp, reason: String
        ) {
            self.number = number
            self.sameAs = sameAs
            self.by = by
            self.speaker = speaker
            self.at = at
            self.reason = reason
        }
    }

    static let resource = "same_patients"

    /// In the order of their numbers, each of which is there once.
    private(set) var links: [Link]
    private let revision: Int?

    /// The link of a number that is another's too.
    package func link(of number: String) -> Link? { links.first { $0.number == number } }

    /// The number that stands for a patient.
    package func main(of number: String) -> String {
        var main = number
        // A link leads to a number that has none, or to one whose link is older: it comes to an end.
        for _ in links {
            guard let link = link(of: main) else { break }
            main = link.sameAs
        }
        return main
    }

    /// All numbers of the patient who has this one; the one that stands for the patient comes first.
    package func numbers(of number: String) -> [String] {
        let main = main(of: number)
        return [main] + links.map(\.number).filter { $0 != main && self.main(of: $0) == main }
    }

    package func person(_ number: String, in store: any CaseStore) -> Person {
        Person(of: numbers(of: number), in: store)
    }

    /// The same with a number that is another's too.
    func joining(_ link: Link) -> SamePatients {
        var all = self
        all.links = (links + [link]).sorted { $0.number < $1.number }
        return all
    }

    /// The same where a number is nobody else's.
    func parting(_ number: String) -> SamePatients {
        var all = self
        all.links.removeAll { $0.number == number }
        return all
    }

    /// What keeps it, where nobody has changed it since.
    var change: ResourceChange {
        ResourceChange(
            name: Self.resource, expected: revision,
            bytes: links.isEmpty ? nil : JSON.array(links.map(\.json)).bytes)
    }
}

extension SamePatients {
    init(_ resource: Resource?) throws(StoreError) {
        revision = resource?.revision
        guard let resource else {
            links = []
            return
        }
        let json: JSON
        do { json = try JSON.parse(resource.bytes) } catch { throw Self.damaged }
        guard let list = json.array else { throw Self.damaged }
        var links: [Link] = []
        for element in list {
            guard let number = element["number"]?.string, let same = element["same_as"]?.string,
                let at = element["at"]?.string.flatMap({ Timestamp(rfc3339: $0) }),
                let reason = element["reason"]?.string
            else { throw Self.damaged }
            links.append(
                Link(
                    number: number, sameAs: same, by: element["by"]?.string, speaker: element["speaker"]?.string,
                    at: at,
                    reason: reason))
        }
        self.links = links
    }

    private static let damaged = StoreError.damaged(detail: "which patients' numbers are the same cannot be read")
}

extension SamePatients.Link {
    package var json: JSON {
        .compact([
            "number": .string(number), "same_as": .string(sameAs), "by": JSON(by), "speaker": JSON(speaker),
            "at": .string(at.rfc3339()), "reason": .string(reason),
        ])
    }
}
