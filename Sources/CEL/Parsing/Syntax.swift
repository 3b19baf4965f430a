/// An expression as it is written: nodes in one array, linked by their places in it.
///
/// Chains of operators of one kind are one node, so that a long sum is wide and not deep.
struct Syntax {
    typealias ID = Int

    struct Node {
        let kind: Kind
        /// UTF-8 offsets.
        let range: Range<Int>
    }

    enum Kind {
        case literal(Value)
        /// `isRooted`: written with a dot in front, so that no container and no local name hides it.
        case name(String, isRooted: Bool)
        case select(ID, Selector)
        case index(ID, ID, isOptional: Bool)
        case call(receiver: ID?, function: Selector, isRooted: Bool, arguments: [ID])
        case not(ID)
        case negate(ID)
        /// `a + b - c`: operands, and the operators between them.
        case arithmetic([ID], [Arithmetic])
        case relation(ID, Relation, ID)
        case and([ID])
        case or([ID])
        /// `a ? b : c ? d : e`: condition, answer, condition, answer, …, the last answer.
        case conditional([ID])
        case list([Element])
        case map([Entry])
    }

    struct Selector {
        let name: String
        let range: Range<Int>
        /// `.?name`
        var isOptional = false
    }

    struct Element {
        let value: ID
        let isOptional: Bool
    }

    struct Entry {
        let key: ID
        let value: ID
        let isOptional: Bool
    }

    typealias Arithmetic = Program.Arithmetic
    typealias Relation = Program.Relation

    fileprivate(set) var nodes: [Node] = []
    fileprivate var heights: [Int] = []
    var root: ID = 0

    subscript(id: ID) -> Node { nodes[id] }

    mutating func reserveCapacity(_ count: Int) {
        nodes.reserveCapacity(count)
        heights.reserveCapacity(count)
    }

    /// Adds a node. `heights` count what nests: a chain is as high as its highest part.
    mutating func add(_ kind: Kind, _ range: Range<Int>, height: Int = 0) -> ID {
        nodes.append(Node(kind: kind, range: range))
        heights.append(height)
        return nodes.count - 1
    }

    func height(_ ids: [ID]) -> Int { ids.reduce(0) { max($0, heights[$1]) } }
}
