import PathwayModel

/// How a value is read: its type, and what makes it of a node.
package struct Shape<Value: Sendable>: Sendable {
    package let type: KeyType
    /// The value, or nil where a mistake is reported; the text is what a message calls the node.
    package let read: @Sendable (inout Reader, YAMLNode, String) -> Value?

    package init(_ type: KeyType, _ read: @escaping @Sendable (inout Reader, YAMLNode, String) -> Value?) {
        self.type = type
        self.read = read
    }
}

// MARK: Scalars

extension Shape where Value == String {
    package static var text: Self { Shape(.text) { $0.text($1, $2) } }
    package static var identifier: Self { Shape(.identifier) { $0.identifier($1, $2) } }

    /// An identifier that messages call something other than its key.
    package static func identifier(_ noun: String) -> Self {
        Shape(.identifier) { reader, node, _ in reader.identifier(node, noun) }
    }
}

extension Shape where Value == Bool {
    package static var boolean: Self { Shape(.boolean) { $0.boolean($1, $2) } }
}

extension Shape where Value == Int {
    package static func integer(_ range: ClosedRange<Int64>) -> Self {
        Shape(.integer(range)) { $0.integer($1, $2, in: range) }
    }
}

extension Shape where Value == Delay {
    static var duration: Self { Shape(.duration) { $0.duration($1, $2) } }
}

extension Shape where Value == CalendarDate {
    static var date: Self { Shape(.date) { $0.date($1, $2) } }
}

extension Shape where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of the words of an enumeration.
    package static var word: Self {
        let words = Value.allCases.map(\.rawValue)
        return Shape(.words(words)) { $0.word($1, $2, among: words).flatMap(Value.init(rawValue:)) }
    }
}

extension Shape where Value == YAMLNode {
    /// A text of the expression language, compiled when all names are known.
    package static var expression: Self { Shape(.expression) { _, node, _ in node } }

    /// What can only be read when more is known: the type of a value, the form of another's part.
    package static func later(_ type: KeyType) -> Self { Shape(type) { _, node, _ in node } }
}

// MARK: Collections

extension Shape {
    /// A list; messages call an item by the noun, or as the list where there is none.
    package static func list<Element>(
        _ element: Shape<Element>, of noun: String? = nil
    ) -> Self where Value == [Item<Element>] {
        Shape(.list(element.type)) { reader, node, what in
            reader.list(node, what).map { Item(node: $0, value: element.read(&reader, $0, noun ?? what)) }
        }
    }

    /// One, or a list.
    package static func oneOrMore<Element>(_ element: Shape<Element>) -> Self where Value == [Item<Element>] {
        Shape(.oneOrMore(element.type)) { reader, node, what in
            (node.items ?? [node]).map { Item(node: $0, value: element.read(&reader, $0, what)) }
        }
    }

    /// A mapping of names; messages call an entry by the noun and its name.
    package static func named<Element>(
        _ element: Shape<Element>, _ noun: String? = nil
    ) -> Self where Value == [Named<Element>] {
        Shape(.named(element.type)) { reader, node, what in
            reader.named(node, what).map { entry in
                let what = noun.map { "\($0) '\(entry.name)'" } ?? "'\(entry.name)'"
                let value = element.read(&reader, entry.value, what)
                return Named(name: entry.name, key: entry.key, node: entry.value, value: value)
            }
        }
    }
}

extension Shape {
    /// A mapping whose keys are any texts: accounts have dots and hyphens.
    package static func pairs<Element>(
        _ element: Shape<Element>, _ noun: String
    ) -> Self where Value == [Named<Element>] {
        Shape(.named(element.type)) { reader, node, what in
            reader.pairs(node, what).map { entry in
                let value = element.read(&reader, entry.value, "\(noun) '\(entry.name)'")
                return Named(name: entry.name, key: entry.key, node: entry.value, value: value)
            }
        }
    }
}

extension Sequence {
    /// The values that were read, each with its node.
    package func read<Element>() -> [(value: Element, node: YAMLNode)] where Self.Element == Item<Element> {
        compactMap { item in item.value.map { ($0, item.node) } }
    }

    /// The values that were read.
    package func values<Element>() -> [Element] where Self.Element == Item<Element> { compactMap(\.value) }
}
