import CEL
import PathwayModel

/// What expressions may name while an event of some set is at hand: worked out once for each set.
struct PayloadEnvironments {
    struct Entry {
        var environment: Environment
        /// Names that the events do not agree on in type.
        var conflicts: Set<String>
    }

    private struct Part {
        var name: String
        var type: ValueType
        var domain: Variable.Domain?
    }

    private var known: [PlaceSet<Event>: Entry] = [:]
    private var ids: [String: Int] = [:]
    private var referencePlaces: [String: Int64] = [:]

    /// The environment with `event.…`; parts that were not named before become variables.
    mutating func environment(
        for set: PlaceSet<Event>, _ events: Table<Event>, _ environment: Environment,
        _ variables: inout [VariableReference], _ references: inout [RecordReference]
    ) -> Entry {
        if let known = known[set] { return known }
        let (parts, conflicts) = Self.parts(of: set, events)
        var entry = Entry(environment: environment, conflicts: conflicts)
        for part in parts where !conflicts.contains(part.name) {
            let id = ids[part.name] ?? variables.count
            if id == variables.count { variables.append(.payload(part.name)) }
            ids[part.name] = id
            let name = "event.\(part.name)"
            entry.environment.variables[name] = Variable(id: id, type: part.type, domain: part.domain)
            entry.environment.references[name] = reference(part.name, &references)
        }
        known[set] = entry
        return entry
    }

    /// What the events bring, by name.
    private static func parts(
        of set: PlaceSet<Event>, _ events: Table<Event>
    ) -> (parts: [Part], conflicts: Set<String>) {
        var parts: [Part] = []
        var places: [String: Int] = [:]
        var conflicts: Set<String> = []
        for event in set {
            let payload = events[event].payload
            let own = Set(payload.map(\.name))
            for part in payload + EventPart.everywhere.filter({ !own.contains($0.name) }) {
                let type = part.type.valueType
                guard let place = places[part.name] else {
                    places[part.name] = parts.count
                    parts.append(Part(name: part.name, type: type, domain: part.type.domain))
                    continue
                }
                if parts[place].type != type { conflicts.insert(part.name) }
                parts[place].domain = union(parts[place].domain, part.type.domain)
            }
        }
        return (parts.sorted { $0.name < $1.name }, conflicts)
    }

    private mutating func reference(_ name: String, _ references: inout [RecordReference]) -> Int64 {
        if let known = referencePlaces[name] { return known }
        references.append(.payload(name))
        referencePlaces[name] = Int64(references.count - 1)
        return Int64(references.count - 1)
    }

    /// What either can be; nil for anything.
    private static func union(_ left: Variable.Domain?, _ right: Variable.Domain?) -> Variable.Domain? {
        switch (left, right) {
        case (.options(let left), .options(let right)): .options(left + right.filter { !left.contains($0) })
        case (.range(let low, let high, let isFixed), .range(let otherLow, let otherHigh, let isOtherFixed)):
            .range(
                min: low.flatMap { low in otherLow.map { min(low, $0) } },
                max: high.flatMap { high in otherHigh.map { max(high, $0) } }, isFixed: isFixed && isOtherFixed)
        case (.options, .range), (.range, .options), (nil, _), (_, nil): nil
        }
    }
}
