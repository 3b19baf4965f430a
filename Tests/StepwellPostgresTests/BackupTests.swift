import Foundation
import PostgresCluster
import StepwellStore
import TestSupport
import Testing

@testable import StepwellPostgres

/// Backups in files: `CaseStoreConformance` has those in another clinic.
@Suite("Backups of a store in PostgreSQL")
struct BackupTests {
    private let cluster: PostgresCluster
    private let folder: TemporaryFolder
    private let store: any CaseStore
    private let file: String

    init() throws {
        cluster = try PostgresCluster.shared
        folder = try TemporaryFolder()
        store = try PostgresStores().create(at: cluster.location())
        file = folder.path("backup")
        try ClinicsApartTests.fill(store)
        try store.save(PatientRecord(id: "P-\u{0}\\N\t", values: ["first_name": "Zoë\u{1}\n", "": ""]))
        try store.backUp(to: file)
    }

    /// All rows of a clinic, as text.
    private func rows(_ location: String) throws -> [String] {
        let clinic = try PostgresLocation(location).clinic
        return try Layout.tables.map { table in
            try cluster.sql(
                "SELECT to_jsonb(t) - 'clinic' FROM stepwell.\(table) AS t WHERE clinic = '\(clinic)' ORDER BY 1::text",
                as: "postgres")
        }
    }

    @Test("in a file are put back with every row, in another clinic")
    func restored() throws {
        #expect(try store.step("a", 2) == .committed)
        let location = try cluster.location()
        try PostgresStores().restore(from: file, to: location)
        let restored = try PostgresStores().open(at: location)
        #expect(try restored.load(CaseID("a"))?.sequence == 1)
        #expect(try restored.patient("P-\u{0}\\N\t")?.values == ["first_name": "Zoë\u{1}\n", "": ""])
        #expect(try restored.problems() == [])
        let again = folder.path("again")
        try restored.backUp(to: again)
        let second = try cluster.location()
        try PostgresStores().restore(from: again, to: second)
        #expect(try rows(second) == rows(location))
        #expect(try rows(second).allSatisfy { !$0.isEmpty })
        #expect(try restored.step("a", 2) == .committed)
    }

    @Test("are their owner's alone, and write over nothing")
    func mode() throws {
        let given = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(given == 0o600)
        #expect(throws: StoreError.self) { try store.backUp(to: file) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.root.path) == ["backup"])
    }

    @Test("that are cut off or changed are refused, and nothing is put in their place")
    func damaged() throws {
        let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: file)))
        let location = try cluster.location()
        for place in stride(from: 0, to: bytes.count, by: 97) {
            var turned = bytes
            turned[place] ^= 1
            for (name, wrong) in [("turned", turned), ("cut", Array(bytes[..<place]))] {
                let path = folder.path("\(name)-\(place)")
                try Data(wrong).write(to: URL(fileURLWithPath: path))
                let error = #expect(throws: StoreError.self) {
                    try PostgresStores().restore(from: path, to: location)
                }
                switch error {
                case .damaged, .newer: break
                default: Issue.record("\(name) at \(place): \(String(describing: error))")
                }
            }
        }
        #expect(throws: StoreError.missing(path: location)) { try PostgresStores().open(at: location) }
    }

    @Test("leave out what is erased while they are put back")
    func erased() throws {
        let location = try cluster.location()
        try PostgresStores().restore(from: file, to: location) { (copy) throws(StoreError) in
            try copy.erasePatient("P-a")
            guard try copy.commit(Sample.transaction(Sample.change("a", 9))) == .conflict else { throw .full }
            guard try copy.step("a", 2) == .committed else { throw .full }
        }
        let restored = try PostgresStores().open(at: location)
        #expect(try restored.patient("P-a") == nil)
        #expect(try restored.load(CaseID("a"))?.sequence == 2)
    }
}
