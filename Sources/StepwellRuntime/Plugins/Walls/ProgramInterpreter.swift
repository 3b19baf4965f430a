import Foundation
import PathwayModel

/// What the system starts a program with, as the program's first bytes say: an interpreter (`#!`), or the loader of
/// shared libraries (ELF). Where that is not there Linux says only that the program is not.
enum ProgramInterpreter {
    private static let head = 4_096
    private static let mostHeaders = 64

    /// - Parameter walls: the sandbox that it is to run in, if any.
    static func check(_ program: String, in walls: PluginWalls?) throws(PluginFailure) {
        guard let path = needed(by: start(of: program)) else { return }
        let missing = PluginFailure(
            "it is started by '\(LogText.safe(path))', which is not there",
            hint: "install that, or name another in the first line of its executable")
        if path.hasPrefix("\(PluginCommand.folderInside)/") { return }
        guard path.hasPrefix("/") else {
            let candidates = PluginCommand.searched.map { folder in "\(folder)/\(path)" }
            guard let found = candidates.first(where: { access($0, X_OK) == 0 }) else {
                throw PluginFailure(
                    "it is started by '\(LogText.safe(path))', which is in none of "
                        + PluginCommand.searched.joined(separator: ", "),
                    hint: "install it there, or name it by its whole path in the first line of its executable")
            }
            return try look(at: found, in: walls)
        }
        guard access(path, F_OK) == 0 else { throw missing }
        try look(at: path, in: walls)
    }

    private static func look(at path: String, in walls: PluginWalls?) throws(PluginFailure) {
        guard let walls else { return }
        // Every link on the way has to be there as well; the ends are what can be looked at.
        for place in [path, RealPath.ifAny(path) ?? path] where !walls.shows(place) {
            throw PluginFailure(
                "it is started by '\(LogText.safe(place))', which is outside of its sandbox",
                hint: "let it be read: 'readable: [\(folder(of: place))]' for this plugin in stepwell.yaml "
                    + "('--readable' for a check); or install it below /usr")
        }
    }

    /// Where an interpreter and its libraries lie.
    private static func folder(of path: String) -> String {
        var parts = path.split(separator: "/").dropLast()
        if parts.last == "bin", parts.count > 1 { parts = parts.dropLast() }
        return LogText.safe("/" + parts.joined(separator: "/"))
    }

    private static func start(of program: String) -> [UInt8] {
        let descriptor = open(program, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: head)
        let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        return Array(bytes[..<max(0, count)])
    }

    /// A path, or what `env` looks for by name.
    static func needed(by bytes: [UInt8]) -> String? {
        if bytes.starts(with: Array("#!".utf8)) {
            let line = String(decoding: bytes.dropFirst(2).prefix { $0 != 0x0A && $0 != 0 }, as: UTF8.self)
            let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }.map(String.init)
            guard let first = words.first else { return nil }
            guard first.hasSuffix("/env"), words.count > 1 else { return first }
            return words.dropFirst().first { !$0.hasPrefix("-") && !$0.contains("=") } ?? first
        }
        return loader(bytes)
    }

    /// The entry PT_INTERP of an ELF file of 64 bits, little-endian.
    private static func loader(_ bytes: [UInt8]) -> String? {
        func number(_ place: Int, _ count: Int) -> Int? {
            guard place >= 0, place + count <= bytes.count else { return nil }
            let value = bytes[place..<place + count].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return Int(exactly: value)
        }
        guard bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1]), let table = number(32, 8), let size = number(54, 2),
            let count = number(56, 2), table <= bytes.count
        else { return nil }
        for index in 0..<min(count, mostHeaders) {
            let entry = table + index * size
            guard number(entry, 4) == 3 else { continue }
            guard let place = number(entry + 8, 8), let length = number(entry + 32, 8), place < bytes.count,
                length > 1, length <= bytes.count - place
            else { return nil }
            return String(decoding: bytes[place..<place + length].prefix { $0 != 0 }, as: UTF8.self)
        }
        return nil
    }
}
