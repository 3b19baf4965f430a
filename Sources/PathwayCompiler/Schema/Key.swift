package import PathwayModel

/// A key of a form: everything that is known of it, declared once. Its reader is part of the declaration, so that a key
/// that is declared and not read, or read and not declared, cannot be.
package struct Key<Owner: Declaration>: Sendable {
    package let name: String
    package let type: KeyType
    package let isNeeded: Bool
    /// The version of the language that brought it.
    package let since: String
    /// What it means, in a sentence of the reference.
    package let documentation: String
    let read: @Sendable (inout Reader, inout Owner, _ key: SourceSpan, _ node: YAMLNode) -> Void

    package init<Value>(
        _ name: String, _ place: any WritableKeyPath<Owner, Written<Value>> & Sendable, _ shape: Shape<Value>,
        isNeeded: Bool = false, since: String = "1", _ documentation: String
    ) {
        self.name = name
        type = shape.type
        self.isNeeded = isNeeded
        self.since = since
        self.documentation = documentation
        let what = "'\(name)'"
        read = { reader, owner, key, node in
            owner[keyPath: place] = .present(key: key, node: node, value: shape.read(&reader, node, what))
        }
    }

    /// A key whose value a form keeps as it is written, among others.
    init(
        _ name: String, _ type: KeyType, isNeeded: Bool = false, since: String = "1", _ documentation: String,
        _ keep: @escaping @Sendable (inout Owner, YAMLNode) -> Void
    ) {
        self.name = name
        self.type = type
        self.isNeeded = isNeeded
        self.since = since
        self.documentation = documentation
        read = { _, owner, _, node in keep(&owner, node) }
    }
}

/// A form as an author fills it in: a mapping with known keys, each read into a property.
package protocol Declaration: Sendable {
    /// What the reference calls it: `transition`.
    static var formName: String { get }
    static var schema: FormSchema<Self> { get }
    /// Where it stands, and which keys are written.
    var place: FormPlace { get set }
    init()
}

/// Where a form stands, and the keys that are written in it.
package struct FormPlace: Sendable {
    /// The form, or its beginning where it spreads over lines.
    package internal(set) var span = SourceSpan(
        file: "", start: .init(line: 1, column: 1), end: .init(line: 1, column: 1))
    /// In the order in which they were written.
    package internal(set) var keys: [(name: String, span: SourceSpan)] = []

    package init() {}

    /// The keys that are among the words of an enumeration, in the order in which they were written.
    package func kinds<Kind: RawRepresentable>(_ kind: Kind.Type) -> [(kind: Kind, span: SourceSpan)]
    where Kind.RawValue == String {
        keys.compactMap { key in Kind(rawValue: key.name).map { ($0, key.span) } }
    }
}
