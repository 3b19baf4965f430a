import PathwayModel

/// Things with names, in order. A name whose definition failed stays declared, so that using it is no second mistake.
struct Table<Element> {
    private(set) var elements: [Element] = []
    /// Every name, in the order in which it was declared.
    private(set) var names: [String] = []
    private var places: [String: Place<Element>] = [:]
    private var failed: Set<String> = []

    @discardableResult
    mutating func append(_ name: String, _ element: Element) -> Place<Element> {
        let place = Place<Element>(elements.count)
        elements.append(element)
        if !isDeclared(name) { names.append(name) }
        places[name] = place
        return place
    }

    /// Declares a name whose definition is reported as wrong.
    mutating func fail(_ name: String) {
        if !isDeclared(name) { names.append(name) }
        failed.insert(name)
    }

    func isDeclared(_ name: String) -> Bool { places[name] != nil || failed.contains(name) }

    func hasFailed(_ name: String) -> Bool { isDeclared(name) && places[name] == nil }

    /// Where a name stands; nil where it is not declared or its definition failed.
    subscript(name: String) -> Place<Element>? { places[name] }

    subscript(place: Place<Element>) -> Element {
        get { elements[place.position] }
        set { elements[place.position] = newValue }
    }
}
