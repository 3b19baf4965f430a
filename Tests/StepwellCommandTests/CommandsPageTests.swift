import Foundation
import PathwayModel
import Testing

@Suite("The page of commands")
struct CommandsPageTests {
    @Test("has every command that the program has")
    func complete() throws {
        let page = try String(
            contentsOf: Shell.project.appendingPathComponent("docs/reference/commands.md"), encoding: .utf8)
        let lines = page.split(separator: "\n")
        let rows = ["| `", "### `"].flatMap { sign in
            lines.filter { $0.hasPrefix(sign) }.map { "`\($0.dropFirst(sign.count))" }
        }
        let help = try Shell(in: Shell.project).stepwell("--experimental-dump-help")
        let commands = try JSON.parse(help.output)["command"]?["subcommands"]?.array ?? []
        #expect(commands.count > 20)
        for command in commands where command["commandName"] != "help" {
            let name = try #require(command["commandName"]?.string)
            // A row or a heading may have several commands of a group: `release add`, `list`.
            let own = rows.filter { $0.hasPrefix("`\(name)`") || $0.hasPrefix("`\(name) ") }
            #expect(!own.isEmpty, "\(name)")
            for inner in command["subcommands"]?.array ?? [] {
                let part = try #require(inner["commandName"]?.string)
                let forms = ["`\(name) \(part)`", "`\(name) \(part) ", "`\(part)`", "`\(part) "]
                #expect(own.contains { row in forms.contains { row.contains($0) } }, "\(name) \(part)")
            }
        }
    }
}
