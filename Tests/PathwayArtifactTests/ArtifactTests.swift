import CEL
import Foundation
import PathwayArtifact
import PathwayCompiler
import PathwayModel
import TestSupport
import Testing

@Suite("A compiled pathway")
struct ArtifactTests {
    @Test("is read as it was written", arguments: ["iop_basic", "adult_iop", "hospital_to_iop"])
    func roundTrip(_ name: String) throws {
        let pathway = try #require(Compiled.shipped(name).product)
        let bytes = PathwayArtifact.bytes(of: pathway)
        let read = try PathwayArtifact.pathway(from: bytes).bound(to: Rules.known)
        #expect(dumped(read) == dumped(pathway))
        #expect(PathwayArtifact.bytes(of: read) == bytes)
    }

    @Test("is read as it was written, of every chart that the standard's tests have")
    func statecharts() throws {
        let folder = Compiled.project.appendingPathComponent("Tests/PathwayScenariosTests/Statecharts")
        var count = 0
        for name in try Compiled.names(in: folder) {
            guard let pathway = Compiled.compile(name, in: folder).product else { continue }
            let read = try PathwayArtifact.pathway(from: PathwayArtifact.bytes(of: pathway)).bound(to: Rules.known)
            #expect(dumped(read) == dumped(pathway), "\(name)")
            count += 1
        }
        #expect(count > 50)
    }

    @Test("keeps everything that the language can say")
    func everything() throws {
        let compilation = Compiled.compile(Everything.files)
        let pathway = try #require(
            compilation.product, "\(compilation.diagnostics.map { "\($0.code.id) \($0.message)" })")
        let read = try PathwayArtifact.pathway(from: PathwayArtifact.bytes(of: pathway)).bound(to: Rules.known)
        #expect(dumped(read) == dumped(pathway))
    }

    @Test("that is damaged anywhere is not read")
    func damage() throws {
        let pathway = try #require(Compiled.shipped("iop_basic").product)
        let bytes = PathwayArtifact.bytes(of: pathway)
        var generator = SplitMix(seed: 14)
        for _ in 0..<300 {
            var damaged = bytes
            let place = Int(generator.next() % UInt64(bytes.count))
            damaged[place] ^= UInt8(1 << (generator.next() % 8))
            #expect(throws: ArtifactError.damaged) { try PathwayArtifact.pathway(from: damaged) }
        }
        for length in [0, 3, 4, 40, bytes.count / 2, bytes.count - 1] {
            #expect(throws: ArtifactError.damaged) { try PathwayArtifact.pathway(from: Array(bytes.prefix(length))) }
        }
    }

    @Test("of a newer form is said to be that")
    func newer() throws {
        let pathway = try #require(Compiled.shipped("iop_basic").product)
        var content = Array(PathwayArtifact.bytes(of: pathway).dropLast(32))
        // Behind "SWPA" stands the form's number, written as twice itself.
        let (known, newer) = (PathwayArtifact.format, PathwayArtifact.format + 1)
        content[4] = UInt8(2 * newer)
        #expect(throws: ArtifactError.newer(found: newer, known: known)) {
            try PathwayArtifact.pathway(from: PathwayArtifact.sealed(content))
        }
    }

    @Test("whose content makes no sense is refused, and nothing traps")
    func nonsense() throws {
        let pathway = try #require(Compiled.compile(Everything.files).product)
        let content = Array(PathwayArtifact.bytes(of: pathway).dropLast(32))
        var generator = SplitMix(seed: 41)
        var refused = 0
        for _ in 0..<2_000 {
            var changed = content
            for _ in 0...(generator.next() % 3) {
                changed[5 + Int(generator.next() % UInt64(content.count - 5))] = UInt8(
                    truncatingIfNeeded: generator.next())
            }
            do { _ = try PathwayArtifact.pathway(from: PathwayArtifact.sealed(changed)) } catch { refused += 1 }
        }
        #expect(refused > 500)
    }

    /// All that a pathway holds, as text: its types are not all comparable.
    private func dumped(_ pathway: Pathway) -> String {
        var text = ""
        // Sets and dictionaries are shown in the order of their hashes, which two equal ones need not share.
        var plain = pathway
        plain.calendar.workdays = []
        plain.calendar.holidays = []
        plain.ruleUses = []
        dump(plain, to: &text)
        let uses = pathway.ruleUses.map { use in
            "\(use.rule) \(use.parameters.sorted { $0.key < $1.key }) \(use.reads) \(use.only.data?.sorted() ?? []) "
                + "\(use.only.results?.sorted() ?? []) \(use.plugin)"
        }
        return text + "\(pathway.calendar.workdays.sorted()) \(pathway.calendar.holidays.sorted()) \(uses)"
    }
}
