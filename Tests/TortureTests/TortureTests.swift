import Foundation
import Testing
import TortureKit

/// What `torture` does at length, in short. One after the other: each starts processes of its own.
@Suite("Tortured", .serialized)
struct TortureTests {
    let place: Workplace

    init() throws { place = try Workplace() }

    @Test("a hundred kills lose nothing that was acknowledged, do nothing twice and leave a whole store")
    func kills() throws {
        var kills = Kills(place.programs, in: place.folder, seed: 20_260_105)
        let report = try kills.run(kills: 100)
        #expect(report.findings == [])
        #expect(report.kills >= 100)
        #expect(report.acknowledged > 100)
        #expect(report.points.count > 5, "\(report.points)")
    }

    @Test("no loss of power loses what was acknowledged or spoils the store")
    func power() throws {
        var power = PowerLoss(place.programs, in: place.folder, seed: 7)
        let report = try power.run(images: 50, inputs: 120)
        #expect(report.findings == [])
        #expect(report.images == 50)
        #expect(report.acknowledged > 500)
    }

    @Test("a disk that lies about its syncs is found out: this test can fail")
    func lies() throws {
        var power = PowerLoss(place.programs, in: place.folder, seed: 7)
        #expect(try !power.run(images: 30, inputs: 60, keepsSyncs: false).findings.isEmpty)
    }

    @Test("writers and checkpointers from several processes spoil nothing")
    func checkpoints() throws {
        let race = CheckpointRace(place.programs, in: place.folder)
        let report = try race.run(seconds: 2, hasGuard: true, commits: 100)
        #expect(report.findings == [])
        #expect(report.rows >= 300)
    }

    @Test("of two processes at one case each sequence has one that made it")
    func race() throws {
        let report = try CaseRace(place.programs, in: place.folder).run(rounds: 150)
        #expect(report.findings == [])
        #expect(report.sequences >= 150)
    }
}

@Suite("Simulated")
struct SimulationTests {
    @Test("no life with faults at every step breaks a promise", arguments: UInt64(1)...200)
    func seeds(_ seed: UInt64) throws {
        var simulation = try Simulation(seed: seed)
        let report = try simulation.run()
        #expect(report.findings == [], "again: torture simulate --from \(seed) --seeds 1 --trace")
        #expect(report.acknowledged > 20)
    }

    @Test("the same seed is the same life", arguments: [1, 17, 99] as [UInt64])
    func again(_ seed: UInt64) throws {
        var (first, second) = (try Simulation(seed: seed), try Simulation(seed: seed))
        let report = try first.run()
        #expect(report.faults > 5)
        #expect(try second.run().trace == report.trace)
    }
}
