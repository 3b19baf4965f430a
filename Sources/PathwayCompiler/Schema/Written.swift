package import PathwayModel

/// What an author wrote at a key.
package enum Written<Value: Sendable>: Sendable {
    case absent
    /// Boxed, so that a form with many keys stays small. No value where a mistake in it is reported.
    indirect case present(key: SourceSpan, node: YAMLNode, value: Value?)
}

extension Written {
    package var isPresent: Bool { if case .present = self { true } else { false } }

    /// Where the key stands; nil where it is not written.
    package var key: SourceSpan? { if case .present(let key, _, _) = self { key } else { nil } }

    /// What stands there, as it was written.
    package var node: YAMLNode? { if case .present(_, let node, _) = self { node } else { nil } }

    package var value: Value? { if case .present(_, _, let value) = self { value } else { nil } }

    /// The value with its node, where both are there.
    package var entry: (value: Value, node: YAMLNode)? {
        guard case .present(_, let node, let value?) = self else { return nil }
        return (value, node)
    }
}

/// An item of a list. No value where a mistake in it is reported.
package struct Item<Value: Sendable>: Sendable {
    package var node: YAMLNode
    package var value: Value?
}

/// An entry of a mapping of names. No value where a mistake in it is reported.
package struct Named<Value: Sendable>: Sendable {
    package var name: String
    /// Where the name stands.
    package var key: YAMLNode
    package var node: YAMLNode
    package var value: Value?
}
