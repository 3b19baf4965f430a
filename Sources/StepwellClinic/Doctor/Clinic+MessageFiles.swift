import Foundation
import PathwayCompiler
import PathwayModel

extension Clinic {
    /// Messages on disk that others may read: a sentence a folder, and one for what is in it.
    func messagesOpenToOthers() -> [String] {
        let others = settings.channels.filter { $0.kind == .builtIn(.file) }
        let named = [settings.messages] + others.map { $0.options["folder"]?.string ?? $0.name }
        return Set(named).sorted().flatMap(messagesOpenToOthers)
    }

    private func messagesOpenToOthers(in name: String) -> [String] {
        let whole = folder.path(name)
        guard FileReader.isFolder(whole) else { return [] }
        let open = FileReader.names(in: whole).filter { FileMask.isOpenToOthers("\(whole)/\($0)") }.sorted()
        var problems: [String] = []
        if FileMask.isOpenToOthers(whole) { problems.append("others may read the folder of messages '\(name)'") }
        if let first = open.first {
            let more = open.count > 1 ? " and \(open.count - 1) more" : ""
            problems.append("others may read the message '\(name)/\(first)'\(more)")
        }
        return problems.map { "\($0); say chmod -R go= '\(name)'" }
    }
}
