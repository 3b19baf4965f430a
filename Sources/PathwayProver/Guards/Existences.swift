import CEL
import PathwayModel

/// Figures that ask whether some element of a list is so. One that asks for more of an element implies one that asks for
/// less.
struct Existences {
    /// Which list each figure is about; nil where it asks for no element.
    let lists: [Int?]
    private let conditions: [Set<String>]

    init(_ figures: [Figure]) {
        var places: [String: Int] = [:]
        var lists: [Int?] = []
        var conditions: [Set<String>] = []
        for figure in figures {
            let existence = figure.ordered == nil ? figure.program.existence(of: figure.part) : nil
            lists.append(
                existence.map { existence in
                    let place = places[existence.list] ?? places.count
                    places[existence.list] = place
                    return place
                })
            conditions.append(existence?.conditions ?? [])
        }
        self.lists = lists
        self.conditions = conditions
    }

    /// Those about the same list of which one implies the other.
    func related(to index: FigureIndex) -> [FigureIndex] {
        lists.indices.map { FigureIndex($0) }.filter { $0 != index && (implies(index, $0) || implies($0, index)) }
    }

    /// Whether an element that makes the one true makes the other true.
    func implies(_ one: FigureIndex, _ other: FigureIndex) -> Bool {
        guard let list = lists[one.position], lists[other.position] == list else { return false }
        return conditions[one.position].isSuperset(of: conditions[other.position])
    }

    /// Whether what is said of the one goes with what is said of the other.
    func fit(_ one: FigureIndex, _ value: Value?, _ other: FigureIndex, _ otherValue: Value?) -> Bool {
        let (isOne, isOther) = (value == .bool(true), otherValue == .bool(true))
        return !(implies(one, other) && isOne && !isOther) && !(implies(other, one) && isOther && !isOne)
    }
}
