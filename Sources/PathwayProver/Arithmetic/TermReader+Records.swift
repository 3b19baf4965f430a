import PathwayModel

/// How quantities about one record hang together.
extension TermReader {
    var records: [SMT] {
        let met = order.compactMap { quantities[$0] }
        let bySource = Dictionary(grouping: met.filter { $0.figure.source != nil && $0.isRead }) { $0.figure.source }
        return order.compactMap { quantities[$0]?.figure.source }.uniqued.flatMap { source in
            record(source, bySource[source] ?? [])
        } + bands
    }

    private func record(_ source: Figure.Source, _ all: [Quantity]) -> [SMT] {
        all.enumerated().flatMap { place, one in
            all.dropFirst(place + 1).flatMap { other in links(one, other, source) + links(other, one, source) }
        }
    }

    /// What the one says of the other. A value that is given by default is known although nothing is recorded.
    private func links(_ one: Quantity, _ other: Quantity, _ source: Figure.Source) -> [SMT] {
        let hasDefault = table.hasDefault(source)
        switch (one.figure.role, other.figure.role) {
        case (.known, .value):
            return [
                hasDefault ? .yes : other.known.implies(one.value),
                table.isKnownOnceRecorded(source) ? one.value.implies(other.known) : .yes,
            ]
        case (.known, .age): return [one.value("=", other.known)]
        case (.known, .fresh), (.known, .recent): return [other.value.implies(one.value)]
        case (.fresh, .value):
            return [table.goesStale(source) && !hasDefault ? other.known.implies(one.value) : .yes]
        case (.fresh, .age), (.recent, .age): return [one.value.implies(other.known)]
        case (.value, .age): return [hasDefault ? .yes : one.known.implies(other.known)]
        case (.known, _), (.fresh, _), (.recent, _), (.value, _), (.age, _), (.other, _): return []
        }
    }

    /// A band is where the total lies.
    private var bands: [SMT] {
        pathway.instruments.indices.flatMap { place -> [SMT] in
            let index = InstrumentIndex(place)
            guard let main = pathway.instruments[place].mainScore,
                let total = quantity(of: .score(index, main)), let band = quantity(of: .band(index)),
                case .term(let kind) = total.kind
            else { return [] }
            func bound(_ number: Double) -> SMT { SMT(exactly: number) }
            let value = kind == .number ? total.value : total.value("to_real")
            let all = pathway.instruments[place].scores[main].bands
            let isInside = all.map { band in
                SMT.all([value(">=", bound(band.range.lowerBound)), value("<=", bound(band.range.upperBound))])
            }
            let isFirst = isInside.indices.map { place in
                SMT.all(isInside[..<place].map { !$0 } + [isInside[place]])
            }
            let isNamed = zip(all, isFirst).map { one, isFirst in
                isFirst.implies(band.value("=", code(of: one.name)))
            }
            return [
                band.known.implies(.all([total.known] + [.any(isInside)] + isNamed)),
                SMT.all([total.known, .any(isInside)]).implies(band.known),
            ]
        }
    }

    func isToday(_ quantity: Quantity) -> Bool { self.quantity(of: .today)?.name == quantity.name }

    private func quantity(of variable: VariableReference) -> Quantity? {
        pathway.variables.firstIndex(of: variable).flatMap { quantities["$\($0)"] }
    }
}

extension Sequence where Element: Hashable {
    /// Each once, where it stands first.
    fileprivate var uniqued: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
