import PathwayModel
import TestSupport
import Testing

@testable import PathwayCompiler

/// What is looked up is what a plain search finds.
@Suite("Looking names up")
struct NameSearchTests {
    private static let nowhere = SourceSpan(
        file: "p.yaml", start: .init(line: 1, column: 1), end: .init(line: 1, column: 1))

    private static func node(_ name: String, _ path: String, _ kind: State.Kind, in parent: StateIndex?, _ depth: Int)
        -> StateTree.Node
    {
        StateTree.Node(
            name: name, path: path, span: nowhere, declaration: StateDeclaration(), kind: kind, parent: parent,
            depth: depth)
    }

    /// A tree in which few names stand for many states.
    private static func tree(_ random: inout some RandomNumberGenerator) -> StateTree {
        var tree = StateTree()
        func grow(_ parent: StateIndex) {
            let around = tree[parent]
            let most = around.depth == 0 ? 5 : around.depth > 4 ? 0 : 3
            for name in ["a", "b", "c", "d", "e"].shuffled(using: &random).prefix(.random(in: 0...most, using: &random))
            {
                let path = around.path.isEmpty ? name : "\(around.path).\(name)"
                let kind: State.Kind = Bool.random(using: &random) ? .parallel : .compound
                grow(tree.append(node(name, path, kind, in: parent, around.depth + 1)))
            }
            tree[parent].end = tree.count
        }
        grow(tree.append(node("", "", .compound, in: nil, 0)))
        return tree
    }

    /// What `resolve` means, said plainly.
    private static func plain(_ text: String, from scope: StateIndex, isBelow: Bool, in tree: StateTree) -> [StateIndex]
    {
        let all = tree.states.indices.dropFirst().map { StateIndex($0) }.filter {
            !isBelow || tree.isInside($0, scope)
        }
        if let whole = all.first(where: { tree[$0].path == text }) { return [whole] }
        func distance(_ state: StateIndex) -> (outward: Int, below: Int) {
            var (around, outward) = (scope, 0)
            while !tree.isInside(state, around), let parent = tree[around].parent {
                (around, outward) = (parent, outward + 1)
            }
            return (outward, tree[state].depth - tree[around].depth)
        }
        let named = all.filter { ".\(tree[$0].path)".hasSuffix(".\(text)") }
        guard let least = named.map(distance).min(by: { $0 < $1 }) else { return [] }
        return named.filter { distance($0) == least }
    }

    private static func states(_ resolution: StateTree.Resolution, in tree: StateTree) -> [StateIndex] {
        switch resolution {
        case .found(let state): [state]
        case .ambiguous(let group): Array(tree[group])
        case .unknown: []
        }
    }

    @Test("a state's name means the nearest, wherever it stands", arguments: [1, 2, 3, 4, 5, 6])
    func states(_ seed: UInt64) {
        var random = SplitMix(seed: seed)
        var kinds: Set<Int> = []
        for _ in 0..<20 {
            let tree = Self.tree(&random)
            for _ in 0..<60 {
                let scope = StateIndex(.random(in: 0..<tree.count, using: &random))
                let parts = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                    ["a", "b", "c", "d", "e"].randomElement(using: &random) ?? "a"
                }
                let text = parts.joined(separator: ".")
                let found = Self.states(tree.resolve(text, from: scope), in: tree)
                kinds.insert(min(found.count, 2))
                #expect(found == Self.plain(text, from: scope, isBelow: false, in: tree), "\(text) from \(scope)")
                let below = Self.states(tree.resolve(text, below: scope), in: tree)
                #expect(below == Self.plain(text, from: scope, isBelow: true, in: tree), "\(text) below \(scope)")
            }
        }
        #expect(kinds == [0, 1, 2])
    }

    @Test("the first two states that exclude each other are told, whatever their order", arguments: [7, 8, 9])
    func exclusion(_ seed: UInt64) {
        var random = SplitMix(seed: seed)
        var answers: Set<Bool> = []
        for _ in 0..<400 {
            let tree = Self.tree(&random)
            guard tree.count > 2 else { continue }
            let targets = (1..<tree.count).map { StateIndex($0) }.shuffled(using: &random)
                .prefix(.random(in: 1...4, using: &random))
            var plain: [StateIndex] = []
            search: for (place, later) in targets.enumerated() {
                for earlier in targets.prefix(place) where !tree.areInDifferentRegions(later, earlier) {
                    plain = [earlier, later]
                    break search
                }
            }
            let found = tree.excluding(Array(targets)).map { [$0.0, $0.1] } ?? []
            #expect(found == plain)
            answers.insert(found.isEmpty)
        }
        #expect(answers == [true, false])
    }

    @Test("a pattern finds the tasks that it matches", arguments: [10, 11, 12])
    func tasks(_ seed: UInt64) {
        var random = SplitMix(seed: seed)
        func text(_ letters: String, _ most: Int) -> String {
            String(
                (0..<Int.random(in: 1...most, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a" }
            )
        }
        let names = Array(Set((0..<300).map { _ in text("abc_", 6) })).sorted().shuffled(using: &random)
        var search = TaskSearch(names)
        var sizes: Set<Int> = []
        for _ in 0..<600 {
            let pattern = text("abc_**", 5)
            let plain = names.indices.filter { TaskPattern.matches(names[$0], pattern) }.map { TaskIndex($0) }
            #expect(search.tasks(matching: pattern) == plain, "\(pattern)")
            sizes.insert(min(plain.count, 2))
        }
        #expect(sizes == [0, 1, 2])
    }

    @Test("of many states of a name a message lists eight, and says how many there are beside")
    func manyStates() throws {
        let text = """
            stepwell: 1
            pathway: p
            version: "1"
            title: P
            transitions: [{event: go, to: x}]
            events: {go: {}}
            states:
            \((0..<30).map { "  b\($0): {states: {x: {}}}" }.joined(separator: "\n"))
            """
        let bytes = Array(text.utf8)
        let found = PathwayCompiler(rules: [], channels: nil) { $0 == "p.yaml" ? bytes : nil }.compile("p.yaml")
        let ambiguous = try #require(found.diagnostics.first { $0.code.id == "SW202" })
        #expect(ambiguous.message.hasSuffix("'b6.x' or 'b7.x' or 22 more"))
        #expect(ambiguous.notes.count == 8)
        #expect(!found.diagnostics.contains { $0.code.id == "SW501" })
    }
}
