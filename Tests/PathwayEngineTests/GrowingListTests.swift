import TestSupport
import Testing

@testable import PathwayEngine

/// A growing list beside an array that gets the same elements.
@Suite("Lists that grow")
struct GrowingListTests {
    @Test("are what an array would be, at each length across the borders of chunks")
    func lengths() {
        var list = GrowingList<String>()
        var model: [String] = []
        for number in 0..<4 * GrowingList<String>.chunk + 2 {
            expectSame(list, model)
            list.append("element \(number)")
            model.append("element \(number)")
        }
    }

    @Test("copies grow by themselves, whatever is added to which", arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func copies(_ seed: UInt64) {
        var random = SplitMix(seed: seed)
        var pairs = [(list: GrowingList<Int>(), model: [Int]())]
        var lengths: Set<Int> = []
        for number in 0..<300 {
            let place = Int.random(in: pairs.indices, using: &random)
            switch Int.random(in: 0..<10, using: &random) {
            case 0: pairs.append(pairs[place])
            case 1: pairs[place].list = GrowingList(pairs[place].model)
            case 2:
                let kept = Int.random(in: 0...pairs[place].model.count, using: &random)
                pairs[place].model.removeLast(pairs[place].model.count - kept)
                pairs[place].list = GrowingList(pairs[place].model)
            default:
                pairs[place].list.append(number)
                pairs[place].model.append(number)
            }
            // What was added to one is in no other.
            for (list, model) in pairs { expectSame(list, model) }
            lengths.formUnion(pairs.map(\.model.count))
        }
        let chunk = GrowingList<Int>.chunk
        #expect(lengths.isSuperset(of: [chunk - 1, chunk, chunk + 1, 2 * chunk, 2 * chunk + 1]))
    }

    private func expectSame<Element>(
        _ list: GrowingList<Element>, _ model: [Element], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(list.elements == model, sourceLocation: sourceLocation)
        #expect(list.indices.map { list[$0] } == model, sourceLocation: sourceLocation)
        #expect(Array(list.reversed()) == model.reversed(), sourceLocation: sourceLocation)
        #expect(list.count == model.count && list.isEmpty == model.isEmpty, sourceLocation: sourceLocation)
        // Equal however it grew.
        let other = GrowingList(model)
        #expect(list == other && list.hashValue == other.hashValue, sourceLocation: sourceLocation)
    }
}
