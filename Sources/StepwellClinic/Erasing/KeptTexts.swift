import PathwayModel
import StepwellRuntime

/// A list of texts that a store keeps as a value which its cases share. Several processes may change it at once.
struct KeptTexts {
    /// Times that a change is tried where others change it too.
    private static let attempts = 8

    /// The value's name in the store.
    let resource: String
    /// What it is a list of, for whoever is told that it cannot be read.
    let what: String

    func read(_ store: any CaseStore) throws(StoreError) -> [String] { try kept(in: store).texts }

    /// Keeps another list in its place; nil for none.
    func change(in store: any CaseStore, _ changed: ([String]) -> [String]?) throws(StoreError) {
        for _ in 0..<Self.attempts {
            let (texts, revision) = try kept(in: store)
            guard let new = changed(texts) else { return }
            if try store.keep(ResourceChange(name: resource, expected: revision, bytes: JSON(new).bytes)) { return }
        }
        throw .busy
    }

    private func kept(in store: any CaseStore) throws(StoreError) -> (texts: [String], revision: Int?) {
        guard let kept = try store.resource(resource) else { return ([], nil) }
        let json: JSON?
        do { json = try JSON.parse(kept.bytes) } catch { json = nil }
        guard let list = json?.array else { throw .damaged(detail: "its list of \(what) cannot be read") }
        return (list.compactMap(\.string), kept.revision)
    }
}
