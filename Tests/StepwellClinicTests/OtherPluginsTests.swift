import Foundation
import StepwellClinic
import StepwellRuntime
import TestSupport
import Testing

/// A clinic that is kept open, as `run` keeps it, and its plugins.
@Suite("A clinic that stays open")
struct OtherPluginsTests {
    @Test("is another one once a plugin with rules was let in or told to begin anew, and only then")
    func notices() throws {
        let test = try TestClinic()
        #expect(test.clinic.asItIsNow() == nil)
        let folder = test.folder.root.appendingPathComponent("Plugins/odd")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let manifest = "plugin: odd\nversion: 1.0.0\nprotocol: 1\nexecutable: run\nrules: {rule: {reads: [today]}}\n"
        try manifest.write(to: folder.appendingPathComponent("plugin.yaml"), atomically: true, encoding: .utf8)
        try "#!/bin/sh\n".write(to: folder.appendingPathComponent("run"), atomically: true, encoding: .utf8)
        #expect(test.clinic.asItIsNow() == nil)
        let records = PluginRecords(clinic: test.folder.root.path)
        let record = PluginRecord(.init(version: "1.0.0", digest: try PluginFolder(folder.path).digest()))
        try records.save(record, of: "odd")
        let clinic = try #require(test.clinic.asItIsNow())
        #expect(clinic.asItIsNow() == nil)
        try records.forgetQuestions(of: "odd", record)
        #expect(clinic.asItIsNow() != nil)
    }
}
