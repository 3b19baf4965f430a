/// The keys of a form.
package struct FormSchema<Owner: Declaration>: Sendable {
    /// What messages call one that has no name of its own: `a transition`.
    package let noun: String
    /// A sentence that stands before its keys in the reference.
    package let summary: String
    /// In the order of the reference, which is the order of hints as well.
    package let keys: [Key<Owner>]
    /// Nothing written stands for no keys.
    package let mayBeEmpty: Bool
    private let names: [String]

    package init(
        _ noun: String, _ summary: String, mayBeEmpty: Bool = false, _ keys: [Key<Owner>]
    ) {
        self.noun = noun
        self.summary = summary
        self.mayBeEmpty = mayBeEmpty
        self.keys = keys
        names = keys.map(\.name)
    }

    /// Reads a form. A mistyped key is reported and read as the one that was meant.
    ///
    /// - Parameter what: what messages call it; its noun where there is nothing better.
    package func read(_ node: YAMLNode, _ reader: inout Reader, _ what: String? = nil) -> Owner? {
        let what = what ?? noun
        if node.isRefused { return nil }
        guard let entries = node.entries ?? (mayBeEmpty && node.isNull ? [] : nil) else {
            reader.report(.wrongKind, "\(what) must be a mapping, not \(node.kind)", at: reader.brief(node))
            return nil
        }
        var owner = Owner()
        owner.place.span = reader.brief(node)
        owner.place.keys.reserveCapacity(entries.count)
        for (key, value) in entries {
            if let name = key.text, !names.contains(name), reader.reportCut(name, key, value, what) { continue }
            guard let name = key.text, let declared = declared(name, key, among: entries, &reader, what) else {
                continue
            }
            guard !owner.place.keys.contains(where: { $0.name == declared.name }) else { continue }
            owner.place.keys.append((declared.name, key.span))
            declared.read(&reader, &owner, key.span, value)
        }
        for key in keys where key.isNeeded && !owner.place.keys.contains(where: { $0.name == key.name }) {
            reader.report(.missingKey, "\(what) needs the key '\(key.name)'", at: reader.brief(node))
        }
        return owner
    }

    /// The key of this name, or the one that was probably meant where it does not stand there as well.
    private func declared(
        _ name: String, _ key: YAMLNode, among entries: [(key: YAMLNode, value: YAMLNode)], _ reader: inout Reader,
        _ what: String
    ) -> Key<Owner>? {
        if let place = names.firstIndex(of: name) { return keys[place] }
        let meant = reader.reportUnknown(key: name, at: key.span, what, known: names)
        guard let meant, !entries.contains(where: { $0.key.text == meant }) else { return nil }
        return names.firstIndex(of: meant).map { keys[$0] }
    }
}

extension Shape where Value: Declaration {
    /// A form; messages call it as its key, list or name has it.
    package static var form: Self {
        // Asked when one is read: forms may hold themselves.
        Shape(.form(Value.formName)) { reader, node, what in Value.schema.read(node, &reader, what) }
    }

    /// A form that messages call by its own noun, as in a list.
    package static var listed: Self {
        Shape(.form(Value.formName)) { reader, node, _ in Value.schema.read(node, &reader) }
    }
}
