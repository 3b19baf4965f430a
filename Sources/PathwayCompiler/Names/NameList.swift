/// Names in the order in which they were first said, each once, and where each stands.
struct NameList: ExpressibleByArrayLiteral, Hashable {
    private(set) var names: [String] = []
    private var places: [String: Int] = [:]

    init() {}

    init(arrayLiteral names: String...) { for name in names { insert(name) } }

    var isEmpty: Bool { names.isEmpty }

    /// Adds a name; false where it is there already.
    @discardableResult
    mutating func insert(_ name: String) -> Bool {
        guard places[name] == nil else { return false }
        places[name] = names.count
        names.append(name)
        return true
    }

    func contains(_ name: String) -> Bool { places[name] != nil }

    /// Where a name stands.
    subscript(name: String) -> Int? { places[name] }
}
